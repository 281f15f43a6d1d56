package dev.quipu.model.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.KeyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.RandomLogs;
import dev.quipu.model.RandomPoints;
import dev.quipu.model.RandomSpans;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.RecordTemplates;
import dev.quipu.model.segment.Removed;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead.ComponentEntry;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentMerger;
import dev.quipu.model.segment.Segments;
import dev.quipu.model.segment.TemplatedSegment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentErasureTest {

    private final AtomicLong sequence = new AtomicLong(100);
    private final Supplier<SegmentId> ids = () -> new SegmentId(9, sequence.incrementAndGet());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void takesTheSpansThatALookAtEveryPartTakes(long seed) {
        List<Segment> segments = Segments.of(new RandomSpans(seed).spans(600));
        List<Span> spans = Segments.spans(segments);
        Random random = new Random(seed);
        for (int i = 0; i < 8; i++) {
            Span span = spans.get(random.nextInt(spans.size()));
            List<ErasureTarget> targets =
                    targets(random, span.attributes(), span.resource().attributes(), span.traceId());
            erases(withMerged(segments, random), targets, Segments::spans, new SlowErasure(targets)::takes);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void takesTheLogsThatALookAtEveryPartTakes(long seed) {
        List<Segment> segments = Segments.ofLogs(new RandomLogs(seed).logs(600));
        List<LogRecord> logs = Segments.logs(segments);
        Random random = new Random(seed);
        for (int i = 0; i < 8; i++) {
            LogRecord log = logs.get(random.nextInt(logs.size()));
            List<KeyValue> said = new ArrayList<>(log.attributes());
            log.body().ifPresent(body -> said.add(new KeyValue("body", body)));
            TraceId trace = new TraceId(log.traceIdHigh(), log.traceIdLow() | 1);
            List<ErasureTarget> targets = targets(random, said, log.resource().attributes(), trace);
            erases(withMerged(segments, random), targets, Segments::logs, new SlowErasure(targets)::takes);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void takesThePointsThatALookAtEveryPartTakes(long seed) {
        List<Segment> segments = Segments.ofPoints(new RandomPoints(seed).points(600));
        List<MetricPoint> points = Segments.points(segments);
        Random random = new Random(seed);
        for (int i = 0; i < 8; i++) {
            MetricPoint point = points.get(random.nextInt(points.size()));
            List<ErasureTarget> targets =
                    targets(random, point.attributes(), point.resource().attributes(), new TraceId(1, 1));
            erases(withMerged(segments, random), targets, Segments::points, new SlowErasure(targets)::takes);
        }
    }

    /** What storage keeps is mostly merged, and written another way than what was collected. */
    private List<Segment> withMerged(List<Segment> segments, Random random) {
        return random.nextBoolean()
                ? segments
                : segments.stream()
                        .flatMap(segment -> SegmentMerger.merge(List.of(segment), 5_000, ids).stream())
                        .map(Segment::parse)
                        .toList();
    }

    private static List<ErasureTarget> targets(
            Random random, List<KeyValue> said, List<KeyValue> resource, TraceId trace) {
        List<KeyValue> pairs = new ArrayList<>();
        said.forEach(attribute -> addPairs(attribute.key(), attribute.value(), pairs));
        resource.forEach(attribute -> addPairs(attribute.key(), attribute.value(), pairs));
        Component component = Component.of(resource);
        List<ErasureTarget> targets = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            KeyValue pair = pairs.isEmpty() || random.nextInt(3) == 0
                    ? KeyValue.of("key." + random.nextInt(12), random.nextInt(600))
                    : pairs.get(random.nextInt(pairs.size()));
            String text = text(pair.value());
            targets.add(
                    switch (random.nextInt(6)) {
                        case 0 -> new ErasureTarget.OfTrace(trace);
                        case 1 ->
                            new ErasureTarget.OfComponent(
                                    component.namespace(),
                                    component.name(),
                                    random.nextBoolean() ? Optional.empty() : Optional.of(component.instanceId()));
                        default ->
                            pair.key().isEmpty() || text.isEmpty()
                                    ? new ErasureTarget.OfAttribute("key.1", "value-1")
                                    : new ErasureTarget.OfAttribute(pair.key(), text);
                    });
        }
        return targets;
    }

    private static void addPairs(String key, AnyValue value, List<KeyValue> pairs) {
        if (value instanceof AnyValue.ArrayValue array) {
            array.values().forEach(element -> addPairs(key, element, pairs));
        } else if (value instanceof AnyValue.MapValue map) {
            map.entries().forEach(entry -> addPairs(entry.key(), entry.value(), pairs));
        } else {
            pairs.add(new KeyValue(key, value));
        }
    }

    private static String text(AnyValue value) {
        return switch (value.kind()) {
            case STRING -> ((AnyValue.StringValue) value).value();
            case BOOL -> Boolean.toString(((AnyValue.BoolValue) value).value());
            case INT -> Long.toString(((AnyValue.IntValue) value).value());
            case DOUBLE -> Double.toString(((AnyValue.DoubleValue) value).value());
            case EMPTY, BYTES, ARRAY, MAP -> "";
        };
    }

    private <R> void erases(
            List<Segment> segments,
            List<ErasureTarget> targets,
            Function<List<Segment>, List<R>> records,
            Predicate<R> takes) {
        SegmentErasure erasure = new SegmentErasure(targets);
        for (Segment segment : segments) {
            List<R> expected = records.apply(List.of(segment)).stream()
                    .filter(takes.negate())
                    .toList();

            Removed<Segment> removed = erasure.erase(segment, ids);

            long gone = segment.head().recordCount() - expected.size();
            assertThat(removed.records()).isEqualTo(gone);
            assertThat(erasure.mayHold(segment.head(), segment.filter()) || gone == 0)
                    .isTrue();
            if (gone == 0) {
                assertThat(removed.remaining().orElseThrow()).isSameAs(segment);
            } else if (expected.isEmpty()) {
                assertThat(removed.remaining()).isEmpty();
            } else {
                Segment remaining = removed.remaining().orElseThrow();
                assertThat(counted(records.apply(List.of(remaining)))).isEqualTo(counted(expected));
                isTrueToItsSource(remaining, segment, removed);
                assertThat(erasure.erase(remaining, ids).remaining().orElseThrow())
                        .isSameAs(remaining);
            }
        }
    }

    /** How often each record is there. */
    private static <R> Map<R, Integer> counted(List<R> records) {
        Map<R, Integer> counts = new HashMap<>();
        records.forEach(record -> counts.merge(record, 1, Integer::sum));
        return counts;
    }

    private static void isTrueToItsSource(Segment remaining, Segment source, Removed<Segment> removed) {
        assertThat(remaining.head().setHash() + removed.setHash())
                .isEqualTo(source.head().setHash());
        assertThat(remaining.head().id()).isNotEqualTo(source.head().id());
        assertThat(remaining.head().requests()).isEqualTo(source.head().requests());
        assertThat(remaining.head().level()).isEqualTo(source.head().level());
        assertThat(remaining.head().day()).isEqualTo(source.head().day());
        assertThat(remaining.head().bucket()).isEqualTo(source.head().bucket());
        assertThat(remaining.head().collectedAtUnixNano())
                .isEqualTo(source.head().collectedAtUnixNano());
        for (ComponentEntry before : source.head().components()) {
            assertThat(shareOf(before, remaining.head().components())[0] + shareOf(before, removed.components())[0])
                    .isEqualTo(before.records());
            assertThat(shareOf(before, remaining.head().components())[1] + shareOf(before, removed.components())[1])
                    .isEqualTo(before.setHash());
        }
    }

    private static long[] shareOf(ComponentEntry component, List<ComponentEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.component().equals(component.component()))
                .findAny()
                .map(entry -> new long[] {entry.records(), entry.setHash()})
                .orElse(new long[2]);
    }

    @Test
    void keepsTheTemplateOfEachRecordThatStays() {
        List<ErasureTarget> targets = List.of(new ErasureTarget.OfAttribute("service.name", "service-2"));
        for (Segment segment : Segments.ofLogs(new RandomLogs(3).logs(500))) {
            List<LogRecord> logs = Segments.logs(List.of(segment));
            int[] templates = new Random(3).ints(logs.size(), 0, 40).toArray();
            TemplatedSegment source = new TemplatedSegment(segment, RecordTemplates.of(templates));

            TemplatedSegment remaining =
                    new SegmentErasure(targets).erase(source, ids).remaining().orElseThrow();

            int[] staying = IntStream.range(0, templates.length)
                    .filter(row -> !new SlowErasure(targets).takes(logs.get(row)))
                    .map(row -> templates[row])
                    .toArray();
            assertThat(remaining.templates()).isEqualTo(RecordTemplates.of(staying));
        }
    }

    @Test
    void aSegmentOfAnEarlyVersionMayHoldAnyAttribute() throws IOException {
        Segment early = golden("traces-v1-zstd.qpu");
        SegmentErasure nowhere = new SegmentErasure(List.of(new ErasureTarget.OfAttribute("no.such.key", "nothing")));
        SegmentErasure ofTrace = new SegmentErasure(List.of(new ErasureTarget.OfTrace(new TraceId(1, 1))));

        assertThat(nowhere.mayHold(early.head(), early.filter())).isTrue();
        assertThat(ofTrace.mayHold(early.head(), early.filter())).isFalse();
    }

    private static Segment golden(String file) throws IOException {
        try (var in = SegmentErasureTest.class.getResourceAsStream("/golden/" + file)) {
            assertThat(in).as(file).isNotNull();
            return Segment.parse(in.readAllBytes());
        }
    }

    @Test
    void mostSegmentsSurelyHoldNothingOfARareValue() {
        int may = 0;
        for (int seed = 0; seed < 40; seed++) {
            for (Segment segment : Segments.of(new RandomSpans(seed).spans(50))) {
                may += new SegmentErasure(List.of(new ErasureTarget.OfAttribute("user.id", "u-17")))
                                .mayHold(segment.head(), segment.filter())
                        ? 1
                        : 0;
            }
        }
        assertThat(may).isLessThan(8);
    }

    @Test
    void namesNothingByAnEmptyKeyOrValue() {
        assertThatThrownBy(() -> new ErasureTarget.OfAttribute("user.id", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("attribute: expected a key and a value, got an empty value");
        assertThatThrownBy(() -> new SegmentErasure(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
