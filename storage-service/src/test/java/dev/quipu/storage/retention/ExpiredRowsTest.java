package dev.quipu.storage.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.Component;
import dev.quipu.model.KeyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.Signal;
import dev.quipu.model.Span;
import dev.quipu.model.segment.LogRows;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.LogFixture;
import dev.quipu.storage.fixture.SpanFixture;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a look at every record, one by one. */
class ExpiredRowsTest {

    private static final Map<String, Predicate<Span>> OF_SPANS = Map.of(
            "status = error",
            span -> span.status().code() == Span.Status.CODE_ERROR,
            "duration > 20ms",
            span -> span.durationNanos() > 20_000_000,
            "name = \"GET /\"",
            span -> span.name().equals("GET /"));

    private static final Map<String, Predicate<LogRecord>> OF_LOGS = Map.of(
            "severity >= error",
            log -> log.severityNumber() >= 17,
            ".user.id = \"u3\"",
            log -> log.attributes().contains(KeyValue.of("user.id", "u3")));

    private static final long NOON = 1_700_000_000_000_000_000L;

    private static KeepingRule rule(Random random, Set<String> conditions) {
        Optional<String> service = random.nextInt(3) == 0
                ? Optional.empty()
                : Optional.of(List.of("cart", "payment", "nobody").get(random.nextInt(3)));
        boolean hasCondition = service.isEmpty() || random.nextBoolean();
        return new KeepingRule(
                Optional.empty(),
                service,
                Optional.empty(),
                hasCondition
                        ? Optional.of(List.copyOf(conditions).get(random.nextInt(conditions.size())))
                        : Optional.empty(),
                1 + random.nextInt(40));
    }

    private static SignalKeeping keeping(Signal signal, Random random, Set<String> conditions) {
        List<KeepingRule> rules = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            rules.add(rule(random, conditions));
        }
        return new SignalKeeping("tenant", signal, 1 + random.nextInt(40), rules);
    }

    /** The longest of the best rank among those that name it. */
    private static int days(SignalKeeping keeping, Predicate<KeepingRule> names) {
        int best = 0;
        int days = keeping.otherDays();
        for (KeepingRule rule : keeping.rules()) {
            int rank = (rule.condition().isPresent() ? 2 : 0) + (rule.service().isPresent() ? 1 : 0);
            if (names.test(rule) && (rank > best || rank == best && rule.days() > days)) {
                best = rank;
                days = rule.days();
            }
        }
        return days;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void findsTheSpansWhoseDaysAreOver(long seed) {
        Random random = new Random(seed);
        List<Span> made = new SpanFixture(seed).spans(seed < 3 ? 9000 : 400, NOON, NOON + 1000);
        SegmentReader reader = SegmentReader.of(Segment.parse(Frames.of("tenant", made)));
        List<Span> spans = new ArrayList<>();
        for (int group = 0; group < reader.head().rowGroupCount(); group++) {
            SpanRows rows = reader.rowGroup(group);
            spans.addAll(rows.spans(0, rows.size()));
        }
        for (int round = 0; round < 20; round++) {
            SignalKeeping keeping = keeping(Signal.TRACES, random, OF_SPANS.keySet());
            Map<KeepingRule, TraceIds> traces = new HashMap<>();
            keeping.rules().stream()
                    .filter(rule -> rule.condition().isPresent())
                    .forEach(rule -> traces.put(rule, traces(spans, rule)));
            for (KeepingStage stage : keeping.stages()) {
                BitSet expected = new BitSet();
                for (int row = 0; row < spans.size(); row++) {
                    Span span = spans.get(row);
                    int days = days(
                            keeping,
                            rule -> rule.condition().isPresent()
                                    ? traces.get(rule).contains(span.traceId())
                                    : rule.service().orElseThrow().equals(serviceOf(span)));
                    expected.set(row, days <= stage.above());
                }
                ExpiredRows expired = new ExpiredRows(stage, traces);
                assertThat(expired.of(reader)).as("%s", stage).isEqualTo(expected);
                assertThat(expired.mayHave(reader.head()) || expected.isEmpty()).isTrue();
            }
        }
    }

    private static String serviceOf(Span span) {
        return Component.of(span.resource().attributes()).name();
    }

    private static TraceIds traces(List<Span> spans, KeepingRule rule) {
        TraceIds found = new TraceIds();
        spans.stream()
                .filter(span -> rule.service().map(serviceOf(span)::equals).orElse(true))
                .filter(OF_SPANS.get(rule.condition().orElseThrow()))
                .forEach(span -> found.add(span.traceId()));
        return found;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsTheLogRecordsWhoseDaysAreOver(long seed) {
        Random random = new Random(seed);
        List<LogRecord> made = new LogFixture(seed).logs(300, NOON, NOON + 1000);
        for (byte[] frame : Frames.ofLogs("tenant", made)) {
            SegmentReader reader = SegmentReader.of(Segment.parse(frame));
            List<LogRecord> logs = new ArrayList<>();
            for (int group = 0; group < reader.head().rowGroupCount(); group++) {
                LogRows rows = reader.logs(group);
                for (int row = 0; row < rows.size(); row++) {
                    logs.add(rows.log(row));
                }
            }
            for (int round = 0; round < 20; round++) {
                SignalKeeping keeping = keeping(Signal.LOGS, random, OF_LOGS.keySet());
                for (KeepingStage stage : keeping.stages()) {
                    BitSet expected = new BitSet();
                    for (int row = 0; row < logs.size(); row++) {
                        LogRecord log = logs.get(row);
                        int days = days(keeping, rule -> names(rule, log));
                        expected.set(row, days <= stage.above());
                    }
                    ExpiredRows expired = new ExpiredRows(stage, Map.of());
                    assertThat(expired.of(reader)).as("%s", stage).isEqualTo(expected);
                    assertThat(expired.mayHave(reader.head()) || expected.isEmpty())
                            .isTrue();
                }
            }
        }
    }

    private static boolean names(KeepingRule rule, LogRecord log) {
        return rule.service()
                        .map(Component.of(log.resource().attributes()).name()::equals)
                        .orElse(true)
                && rule.condition().map(text -> OF_LOGS.get(text).test(log)).orElse(true);
    }
}
