package dev.quipu.model.redaction;

import dev.quipu.model.Signal;
import dev.quipu.model.otlp.LogField;
import dev.quipu.model.otlp.MetricField;
import dev.quipu.model.otlp.ResourceWire;
import dev.quipu.model.otlp.SpanField;
import org.jspecify.annotations.Nullable;

/**
 * Where in OTLP's messages values are that rules look at. Fields that are not told of here are passed over, and so are
 * those that a later version of OTLP may add.
 */
final class WireShape {

    /** What a field holds. */
    enum Kind {
        MESSAGE,
        TEXT,
        /** {@code KeyValue} */
        ENTRY,
        /** {@code AnyValue} */
        VALUE
    }

    /**
     * @param place of what it holds; for messages that of nothing
     * @param shape of a message
     */
    record Field(Kind kind, RedactionPlace place, @Nullable WireShape shape) {}

    private static final int MAX_FIELD = 16;

    private static final WireShape RESOURCE = new WireShape().entry(1, RedactionPlace.ATTRIBUTES);
    private static final WireShape SCOPE = new WireShape().entry(3, RedactionPlace.ATTRIBUTES);

    private static final WireShape RESOURCE_BLOCK = new WireShape().message(ResourceWire.SUBJECT, RESOURCE);
    private static final WireShape SCOPE_BLOCK = new WireShape().message(ResourceWire.SUBJECT, SCOPE);

    private static final WireShape SPAN = new WireShape()
            .text(SpanField.NAME, RedactionPlace.SPAN_NAME)
            .entry(SpanField.ATTRIBUTES, RedactionPlace.ATTRIBUTES)
            .message(
                    SpanField.EVENTS,
                    new WireShape()
                            .text(SpanField.EVENT_NAME, RedactionPlace.EVENTS)
                            .entry(SpanField.EVENT_ATTRIBUTES, RedactionPlace.EVENTS))
            .message(SpanField.LINKS, new WireShape().entry(SpanField.LINK_ATTRIBUTES, RedactionPlace.EVENTS))
            .message(SpanField.STATUS, new WireShape().text(SpanField.STATUS_MESSAGE, RedactionPlace.STATUS_MESSAGE));

    private static final WireShape LOG_RECORD = new WireShape()
            .text(LogField.SEVERITY_TEXT, RedactionPlace.BODY)
            .value(LogField.BODY, RedactionPlace.BODY)
            .entry(LogField.ATTRIBUTES, RedactionPlace.ATTRIBUTES)
            .text(LogField.EVENT_NAME, RedactionPlace.EVENTS);

    private static final WireShape EXEMPLAR =
            new WireShape().entry(MetricField.EXEMPLAR_ATTRIBUTES, RedactionPlace.ATTRIBUTES);

    private static final WireShape METRIC = new WireShape()
            .message(MetricField.GAUGE, points(MetricField.NUMBER_ATTRIBUTES, MetricField.NUMBER_EXEMPLARS))
            .message(MetricField.SUM, points(MetricField.NUMBER_ATTRIBUTES, MetricField.NUMBER_EXEMPLARS))
            .message(MetricField.HISTOGRAM, points(MetricField.HISTOGRAM_ATTRIBUTES, MetricField.HISTOGRAM_EXEMPLARS))
            .message(
                    MetricField.EXPONENTIAL_HISTOGRAM,
                    points(MetricField.EXPONENTIAL_ATTRIBUTES, MetricField.EXPONENTIAL_EXEMPLARS))
            .message(
                    MetricField.SUMMARY,
                    new WireShape()
                            .message(
                                    MetricField.DATA_POINTS,
                                    new WireShape().entry(MetricField.SUMMARY_ATTRIBUTES, RedactionPlace.ATTRIBUTES)))
            .entry(MetricField.METADATA, RedactionPlace.ATTRIBUTES);

    private static final WireShape TRACES = request(SPAN);
    private static final WireShape LOGS = request(LOG_RECORD);
    private static final WireShape METRICS = request(METRIC);

    private final @Nullable Field[] fields = new Field[MAX_FIELD + 1];

    private WireShape() {}

    /** Of a resource with its schema URL. */
    static WireShape ofResource() {
        return RESOURCE_BLOCK;
    }

    /** Of a scope with its schema URL. */
    static WireShape ofScope() {
        return SCOPE_BLOCK;
    }

    /** Of a signal's export request. */
    static WireShape of(Signal signal) {
        return switch (signal) {
            case TRACES -> TRACES;
            case LOGS -> LOGS;
            case METRICS -> METRICS;
        };
    }

    @Nullable
    Field field(int number) {
        return number >= 0 && number <= MAX_FIELD ? fields[number] : null;
    }

    private static WireShape request(WireShape item) {
        WireShape scopeBlock =
                new WireShape().message(ResourceWire.SUBJECT, SCOPE).message(ResourceWire.CONTENT, item);
        WireShape resourceBlock =
                new WireShape().message(ResourceWire.SUBJECT, RESOURCE).message(ResourceWire.CONTENT, scopeBlock);
        return new WireShape().message(1, resourceBlock);
    }

    private static WireShape points(int attributes, int exemplars) {
        WireShape point =
                new WireShape().entry(attributes, RedactionPlace.ATTRIBUTES).message(exemplars, EXEMPLAR);
        return new WireShape().message(MetricField.DATA_POINTS, point);
    }

    private WireShape message(int number, WireShape shape) {
        return with(number, new Field(Kind.MESSAGE, RedactionPlace.ATTRIBUTES, shape));
    }

    private WireShape text(int number, RedactionPlace place) {
        return with(number, new Field(Kind.TEXT, place, null));
    }

    private WireShape entry(int number, RedactionPlace place) {
        return with(number, new Field(Kind.ENTRY, place, null));
    }

    private WireShape value(int number, RedactionPlace place) {
        return with(number, new Field(Kind.VALUE, place, null));
    }

    private WireShape with(int number, Field field) {
        fields[number] = field;
        return this;
    }
}
