package dev.quipu.model.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.AnyValue;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.Metric;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import dev.quipu.model.RandomLogs;
import dev.quipu.model.RandomPoints;
import dev.quipu.model.RandomSpans;
import dev.quipu.model.Resource;
import dev.quipu.model.Span;
import dev.quipu.model.segment.DecodedBytes;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentMerger;
import dev.quipu.model.segment.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A value is found in whatever place it stands, and nothing of the record is left in what a segment decodes to. */
class ErasedPlacesTest {

    private static final String KEY = "canary.key";
    private static final String VALUE = "canary-value-8316";

    /** What else the record says: must go with it. */
    private static final String COMPANION = "companion-of-the-canary";

    private static final KeyValue COMPANION_ATTRIBUTE = KeyValue.of(COMPANION + ".key", COMPANION + ".value");

    static Stream<Arguments> places() {
        List<Arguments> places = new ArrayList<>();
        Span span = new RandomSpans(11).spans(1).get(0);
        LogRecord log = new RandomLogs(11).logs(1).get(0);
        MetricPoint point = new RandomPoints(11)
                .points(100).stream()
                        .filter(any -> any.metric().kind() == Metric.Kind.GAUGE)
                        .findFirst()
                        .orElseThrow();
        List<KeyValue> crowd = new ArrayList<>();
        IntStream.range(0, 1_100).forEach(key -> crowd.add(KeyValue.of("crowd." + key, key)));
        crowd.add(COMPANION_ATTRIBUTE);
        for (KeyValue canary : canaries()) {
            List<KeyValue> last =
                    Stream.concat(crowd.stream(), Stream.of(canary)).toList();
            add(places, "overflow", canary, with(span, last, span.resource(), span.scope(), List.of(), List.of()));
            List<KeyValue> said = List.of(COMPANION_ATTRIBUTE, canary);
            add(places, "span", canary, with(span, said, span.resource(), span.scope(), List.of(), List.of()));
            Span.Event event = new Span.Event(1, COMPANION, said, 0);
            add(
                    places,
                    "event",
                    canary,
                    with(span, List.of(), span.resource(), span.scope(), List.of(event), List.of()));
            Span.Link link = new Span.Link(1, 2, span.spanId(), COMPANION, said, 0, 0);
            add(places, "link", canary, with(span, List.of(), span.resource(), span.scope(), List.of(), List.of(link)));
            Resource resource = Resource.of(said);
            add(places, "resource", canary, with(span, List.of(), resource, span.scope(), List.of(), List.of()));
            InstrumentationScope scope = new InstrumentationScope(COMPANION, "1", said, 0, "");
            add(places, "scope", canary, with(span, List.of(), span.resource(), scope, List.of(), List.of()));
            add(places, "log", canary, with(log, said, log.resource(), log.scope(), AnyValue.EMPTY));
            AnyValue body = new AnyValue.MapValue(said);
            add(places, "body", canary, with(log, List.of(), log.resource(), log.scope(), body));
            add(places, "resource of a log", canary, with(log, List.of(), resource, log.scope(), AnyValue.EMPTY));
            add(places, "scope of a log", canary, with(log, List.of(), log.resource(), scope, AnyValue.EMPTY));
            Metric metric = new Metric(COMPANION, "", "", said, Metric.Kind.GAUGE, 0, false);
            MetricPoint.Exemplar exemplar = new MetricPoint.Exemplar(said, 1, PointValue.of(1L), 1, 2, span.spanId());
            add(places, "point", canary, with(point, said, point.metric(), List.of()));
            add(places, "metric", canary, with(point, List.of(), metric, List.of()));
            add(places, "exemplar", canary, with(point, List.of(), point.metric(), List.of(exemplar)));
        }
        return places.stream();
    }

    private static void add(List<Arguments> places, String place, KeyValue canary, Object record) {
        places.add(Arguments.of(place, canary.value(), record));
    }

    private static List<KeyValue> canaries() {
        AnyValue text = AnyValue.of(VALUE);
        AnyValue array = new AnyValue.ArrayValue(List.of(AnyValue.of(COMPANION), text));
        AnyValue deep = new AnyValue.ArrayValue(List.of(new AnyValue.MapValue(List.of(new KeyValue("any", array)))));
        AnyValue entry = new AnyValue.MapValue(List.of(new KeyValue(KEY, new AnyValue.ArrayValue(List.of(text)))));
        return List.of(
                new KeyValue(KEY, text),
                new KeyValue(KEY, array),
                new KeyValue("other", entry),
                new KeyValue(KEY, new AnyValue.MapValue(List.of(COMPANION_ATTRIBUTE, new KeyValue("a", text)))),
                new KeyValue("other", new AnyValue.ArrayValue(List.of(entry))),
                new KeyValue(KEY, deep));
    }

    private static Span with(
            Span span,
            List<KeyValue> attributes,
            Resource resource,
            InstrumentationScope scope,
            List<Span.Event> events,
            List<Span.Link> links) {
        return new Span(
                resource,
                scope,
                span.traceId(),
                span.spanId(),
                span.parentSpanId(),
                COMPANION,
                1,
                COMPANION,
                2,
                span.startTimeUnixNano(),
                span.endTimeUnixNano(),
                attributes,
                0,
                events,
                0,
                links,
                0,
                new Span.Status(2, COMPANION));
    }

    private static LogRecord with(
            LogRecord log, List<KeyValue> attributes, Resource resource, InstrumentationScope scope, AnyValue body) {
        return new LogRecord(
                resource,
                scope,
                log.timeUnixNano(),
                log.observedTimeUnixNano(),
                9,
                COMPANION,
                Optional.of(body),
                attributes,
                0,
                1,
                3,
                4,
                log.spanId(),
                COMPANION);
    }

    private static MetricPoint with(
            MetricPoint point, List<KeyValue> attributes, Metric metric, List<MetricPoint.Exemplar> exemplars) {
        return new MetricPoint(
                point.resource(),
                point.scope(),
                metric,
                attributes,
                0,
                point.timeUnixNano(),
                0,
                PointValue.of(1L),
                exemplars);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("places")
    void nothingOfTheRecordIsLeft(String place, AnyValue value, Object record) {
        Segment source = merged(segmentsWith(record));
        SegmentErasure erasure = new SegmentErasure(List.of(new ErasureTarget.OfAttribute(KEY, VALUE)));
        assertThat(DecodedBytes.of(source)).contains(VALUE, KEY, COMPANION);
        assertThat(erasure.mayHold(source.head(), source.filter())).isTrue();

        Segment remaining =
                erasure.erase(source, () -> new SegmentId(9, 2)).remaining().orElseThrow();

        assertThat(remaining.head().recordCount()).isEqualTo(source.head().recordCount() - 1);
        assertThat(DecodedBytes.of(remaining)).doesNotContain(VALUE, KEY, COMPANION);
        assertThat(erasure.mayHold(remaining.head(), remaining.filter())).isFalse();
    }

    private static List<Segment> segmentsWith(Object record) {
        if (record instanceof Span span) {
            return among(new RandomSpans(5).spans(60), span, Segments::of);
        }
        return record instanceof LogRecord log
                ? among(new RandomLogs(5).logs(60), log, Segments::ofLogs)
                : among(new RandomPoints(5).points(60), (MetricPoint) record, Segments::ofPoints);
    }

    private static <R> List<Segment> among(List<R> others, R record, Function<List<R>, List<Segment>> segments) {
        List<R> all = new ArrayList<>(others);
        all.add(20, record);
        return segments.apply(all);
    }

    /** As storage keeps them: with the encodings of a merge. */
    private static Segment merged(List<Segment> segments) {
        Segment holding = segments.stream()
                .filter(segment -> DecodedBytes.of(segment).contains(COMPANION))
                .findAny()
                .orElseThrow();
        return Segment.parse(SegmentMerger.merge(List.of(holding), 1_000, () -> new SegmentId(9, 1))
                .get(0));
    }
}
