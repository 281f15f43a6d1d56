package dev.quipu.storage.erasure;

import dev.quipu.model.AnyValue;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.Metric;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import dev.quipu.model.Resource;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records that say a word in every place where a record can say something. */
final class Canaries {

    static final String KEY = "user.id";
    static final String WORD = "canary7f3a91";

    private static final KeyValue SAYS_IT = KeyValue.of(KEY, WORD);
    private static final KeyValue MENTIONS_IT = KeyValue.of("mention." + WORD, "it was " + WORD + "!");
    private static final InstrumentationScope SCOPE =
            new InstrumentationScope("scope " + WORD, WORD, List.of(MENTIONS_IT), 0, "http://" + WORD);

    private Canaries() {}

    private static Resource resource(List<KeyValue> more) {
        List<KeyValue> attributes = new ArrayList<>(List.of(
                KeyValue.of("service.name", "cart"),
                KeyValue.of("service.namespace", "shop"),
                KeyValue.of("service.instance.id", "instance-" + WORD),
                MENTIONS_IT));
        attributes.addAll(more);
        return Resource.of(attributes);
    }

    /** In a span, an event, a link, a scope and a resource. */
    static List<Span> spans(long time) {
        Span.Event silent = new Span.Event(time, "event " + WORD, List.of(MENTIONS_IT), 0);
        Span.Event event = new Span.Event(time, "event " + WORD, List.of(SAYS_IT), 0);
        Span.Link silentLink = new Span.Link(1, 2, new SpanId(3), WORD, List.of(MENTIONS_IT), 0, 0);
        Span.Link link = new Span.Link(1, 2, new SpanId(3), WORD, List.of(SAYS_IT), 0, 0);
        InstrumentationScope scope = new InstrumentationScope("scope", "1", List.of(SAYS_IT), 0, "");
        return List.of(
                span(
                        time,
                        resource(List.of()),
                        SCOPE,
                        List.of(SAYS_IT, MENTIONS_IT),
                        List.of(silent),
                        List.of(silentLink)),
                span(time, resource(List.of()), SCOPE, List.of(), List.of(event), List.of()),
                span(time, resource(List.of()), SCOPE, List.of(), List.of(), List.of(link)),
                span(time, resource(List.of()), scope, List.of(), List.of(), List.of()),
                span(time, resource(List.of(SAYS_IT)), SCOPE, List.of(), List.of(), List.of()));
    }

    private static Span span(
            long time,
            Resource resource,
            InstrumentationScope scope,
            List<KeyValue> attributes,
            List<Span.Event> events,
            List<Span.Link> links) {
        return new Span(
                resource,
                scope,
                new TraceId(time, 17),
                new SpanId(time | 1),
                SpanId.NONE,
                "state=" + WORD,
                1,
                "GET /users/" + WORD,
                2,
                time,
                time + 1_000_000,
                attributes,
                0,
                events,
                0,
                links,
                0,
                new Span.Status(2, "failed for " + WORD));
    }

    /** In a log record, a body, a scope and a resource. */
    static List<LogRecord> logs(long time) {
        AnyValue text = AnyValue.of("user " + WORD + " logged in");
        AnyValue map = new AnyValue.MapValue(List.of(SAYS_IT, MENTIONS_IT));
        InstrumentationScope scope = new InstrumentationScope("scope", "1", List.of(SAYS_IT), 0, "");
        return List.of(
                log(time, resource(List.of()), SCOPE, List.of(SAYS_IT, MENTIONS_IT), text),
                log(time, resource(List.of()), SCOPE, List.of(), map),
                log(time, resource(List.of()), scope, List.of(), text),
                log(time, resource(List.of(SAYS_IT)), SCOPE, List.of(), text));
    }

    private static LogRecord log(
            long time, Resource resource, InstrumentationScope scope, List<KeyValue> attributes, AnyValue body) {
        return new LogRecord(
                resource,
                scope,
                time,
                time,
                9,
                "INFO" + WORD,
                Optional.of(body),
                attributes,
                0,
                1,
                time,
                17,
                new SpanId(time | 1),
                "event." + WORD);
    }

    /** In a point, an exemplar, a metric's metadata, a scope and a resource. */
    static List<MetricPoint> points(long time) {
        List<KeyValue> none = List.of();
        InstrumentationScope scope = new InstrumentationScope("scope", "1", List.of(SAYS_IT), 0, "");
        MetricPoint.Exemplar exemplar =
                new MetricPoint.Exemplar(List.of(SAYS_IT), time, PointValue.of(1L), 1, 2, new SpanId(3));
        MetricPoint.Exemplar silent =
                new MetricPoint.Exemplar(List.of(MENTIONS_IT), time, PointValue.of(1L), 1, 2, new SpanId(3));
        return List.of(
                point(time, resource(none), SCOPE, metric("a", none), List.of(SAYS_IT, MENTIONS_IT), silent),
                point(time, resource(none), SCOPE, metric("b", none), none, exemplar),
                point(time, resource(none), SCOPE, metric("c", List.of(SAYS_IT)), none, silent),
                point(time, resource(none), scope, metric("d", none), none, silent),
                point(time, resource(List.of(SAYS_IT)), SCOPE, metric("e", none), none, silent));
    }

    private static Metric metric(String name, List<KeyValue> metadata) {
        return new Metric(name + "." + WORD, "of " + WORD, WORD, metadata, Metric.Kind.GAUGE, 0, false);
    }

    private static MetricPoint point(
            long time,
            Resource resource,
            InstrumentationScope scope,
            Metric metric,
            List<KeyValue> attributes,
            MetricPoint.Exemplar exemplar) {
        return new MetricPoint(
                resource, scope, metric, attributes, time, time, 0, PointValue.of(1L), List.of(exemplar));
    }
}
