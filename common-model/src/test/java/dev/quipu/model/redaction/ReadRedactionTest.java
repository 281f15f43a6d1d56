package dev.quipu.model.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.RandomLogs;
import dev.quipu.model.RandomPoints;
import dev.quipu.model.RandomSpans;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.OtlpLogs;
import dev.quipu.model.otlp.OtlpMetrics;
import dev.quipu.model.otlp.OtlpTraces;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.RequestReading;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.Segments;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is taken out while records are read is what is taken out of the request's bytes before they are read. */
class ReadRedactionTest {

    private static final int SEEDS = 40;
    private static final long NOW = 1_795_000_000_000_000_000L;

    @ParameterizedTest
    @EnumSource(Signal.class)
    void readsTheRecordsThatARedactedRequestHas(Signal signal) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            RedactionPlan plan = RedactionPlan.of(rules(random), signal, Rules.KEY);
            List<RecordRequest> requests = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                requests.add(request(signal, body(signal, 4 * seed + i % 2, 60), i));
            }
            List<RecordRequest> before = new ArrayList<>();
            List<Redacted.RuleCount> expectedCounts = new ArrayList<>();
            List<RecordRequest> whileReading = new ArrayList<>();
            List<ReadRedaction> redactions = new ArrayList<>();
            for (RecordRequest request : requests) {
                Redacted redacted = plan.apply(request.body(), request.length());
                expectedCounts.addAll(redacted.counts());
                before.add(new RecordRequest(request.key(), redacted.body(), redacted.length()));
                redactions.add(plan.onRead());
                whileReading.add(request.redactedBy(redactions.get(redactions.size() - 1)));
            }

            areTheSame(signal, whileReading, before);
            assertThat(redactions.stream().flatMap(redaction -> redaction.counts().stream()))
                    .containsExactlyElementsOf(expectedCounts);
        }
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void readsTheSameOfDamagedBytes(Signal signal) {
        int read = 0;
        for (int seed = 0; seed < 1_500; seed++) {
            Random random = new Random(seed);
            RedactionPlan plan = RedactionPlan.of(rules(random), signal, Rules.KEY);
            byte[] body = body(signal, seed % 20, 4);
            for (int damage = 1 + random.nextInt(3); damage > 0; damage--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            RecordRequest request = request(signal, body, 0);
            try {
                Redacted redacted = plan.apply(body, body.length);
                RecordRequest before = new RecordRequest(request.key(), redacted.body(), redacted.length());
                if (reads(signal, request).equals(reads(signal, before))) { // else the damage was taken out
                    read += areTheSame(signal, List.of(request.redactedBy(plan.onRead())), List.of(before));
                }
            } catch (OtlpFormatException e) {
                assertThat(e).hasMessageStartingWith("protobuf: expected");
            }
        }
        assertThat(read).isGreaterThan(300);
    }

    private static List<Object> reads(Signal signal, RecordRequest request) {
        RequestReading reading =
                RecordBatch.read(signal, List.of(request), IntakeLimits.DEFAULT).reading(0);
        return List.of(
                reading.accepted(), reading.rejected(), reading.unreadable().isPresent());
    }

    private static RecordRequest request(Signal signal, byte[] body, int number) {
        RequestKey key = RequestKey.ofIdempotencyKey("default", signal, "request " + number);
        return new RecordRequest(key, body, body.length);
    }

    private static byte[] body(Signal signal, long seed, int records) {
        return switch (signal) {
            case TRACES -> OtlpTraces.toProtobuf(new RandomSpans(seed).spans(records));
            case LOGS -> OtlpLogs.toProtobuf(new RandomLogs(seed).logs(records));
            case METRICS -> OtlpMetrics.toProtobuf(new RandomPoints(seed).points(records));
        };
    }

    /** Rules that find much in what the generators make, of every action and place. */
    private static List<RedactionRule> rules(Random random) {
        List<String> keys = List.of("key.[1-4]", "key.7", "service", "^$", "text", "key.1$");
        List<String> patterns = List.of("[0-9]+", "e", "text-4", "value-[12]", "(?i)UNT", "=\\d", "x{3,40}", "true");
        List<RedactionRule> rules = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            RedactionAction action = RedactionAction.values()[random.nextInt(4)];
            Optional<String> key =
                    random.nextBoolean() ? Optional.of(keys.get(random.nextInt(keys.size()))) : Optional.empty();
            Optional<String> pattern = key.isEmpty() || random.nextBoolean()
                    ? Optional.of(patterns.get(random.nextInt(patterns.size())))
                    : Optional.empty();
            Set<RedactionPlace> places = random.nextBoolean()
                    ? EnumSet.allOf(RedactionPlace.class)
                    : EnumSet.of(RedactionPlace.values()[random.nextInt(RedactionPlace.values().length)]);
            RedactionRule rule = Rules.rule("rule " + i, key, Set.of(), pattern, action, random.nextInt(6));
            rules.add(Rules.at(rule, places.toArray(RedactionPlace[]::new)));
        }
        return rules;
    }

    /** How many records there are. */
    private static int areTheSame(Signal signal, List<RecordRequest> whileReading, List<RecordRequest> before) {
        RecordBatch expected = RecordBatch.read(signal, before, IntakeLimits.DEFAULT);
        RecordBatch got = RecordBatch.read(signal, whileReading, IntakeLimits.DEFAULT);
        for (int i = 0; i < before.size(); i++) {
            assertThat(got.reading(i).accepted()).isEqualTo(expected.reading(i).accepted());
            assertThat(got.reading(i).rejected()).isEqualTo(expected.reading(i).rejected());
            assertThat(got.reading(i).unreadable().isPresent())
                    .isEqualTo(expected.reading(i).unreadable().isPresent());
        }
        List<Segment> segments = segments(got);
        assertThat(segments.stream().map(segment -> segment.head().setHash()))
                .containsExactlyElementsOf(segments(expected).stream()
                        .map(segment -> segment.head().setHash())
                        .toList());
        Map<Object, Integer> records = counted(signal, segments);
        assertThat(records).isEqualTo(counted(signal, segments(expected)));
        return records.size();
    }

    private static List<Segment> segments(RecordBatch batch) {
        return batch.partitions(1, NOW).stream()
                .map(partition -> Segment.parse(partition
                        .encode(new SegmentId(1, 1), "default", NOW, Set.of())
                        .framed()))
                .toList();
    }

    private static Map<Object, Integer> counted(Signal signal, List<Segment> segments) {
        Map<Object, Integer> counts = new HashMap<>();
        List<?> records = switch (signal) {
            case TRACES -> Segments.spans(segments);
            case LOGS -> Segments.logs(segments);
            case METRICS -> Segments.points(segments);
        };
        records.forEach(record -> counts.merge(record, 1, Integer::sum));
        return counts;
    }
}
