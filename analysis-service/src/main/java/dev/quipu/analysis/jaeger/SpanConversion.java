package dev.quipu.analysis.jaeger;

import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.AnyValue;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * OTLP spans in Jaeger's shape, by the OpenTelemetry specification's "OpenTelemetry to Jaeger Transformation" and
 * "Mapping to non-OTLP formats". The attributes and trace state of links have no place in Jaeger's shape.
 */
final class SpanConversion {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final Span.Kind[] KINDS = Span.Kind.values();

    private final Trace trace;
    private final Processes processes;

    SpanConversion(Trace trace) {
        this.trace = trace;
        this.processes = new Processes(trace.spans());
    }

    Map<String, JaegerProcess> processes() {
        return processes.byId();
    }

    JaegerSpan span(int index) {
        Span span = trace.spans().get(index);
        return new JaegerSpan(
                span.traceId().hex(),
                span.spanId().hex(),
                Integer.toUnsignedLong(span.flags()),
                span.name(),
                references(index),
                micros(span.startTimeUnixNano()),
                endsBeforeStart(span) ? 0 : micros(span.endTimeUnixNano() - span.startTimeUnixNano()),
                tags(span),
                span.events().stream().map(SpanConversion::log).toList(),
                processes.id(span),
                warnings(index));
    }

    private static boolean endsBeforeStart(Span span) {
        return Long.compareUnsigned(span.endTimeUnixNano(), span.startTimeUnixNano()) < 0;
    }

    private static long micros(long unsignedNanos) {
        return Long.divideUnsigned(unsignedNanos, NANOS_PER_MICRO);
    }

    /** The parent first, unless the viewer could not draw it: a span above itself hides the whole branch. */
    private List<JaegerReference> references(int index) {
        Span span = trace.spans().get(index);
        List<JaegerReference> references = new ArrayList<>();
        boolean parented =
                trace.parentKind(index) == Trace.Parent.KNOWN || trace.parentKind(index) == Trace.Parent.MISSING;
        if (parented && span.parentSpanId().isPresent()) {
            references.add(new JaegerReference(
                    JaegerReference.CHILD_OF,
                    span.traceId().hex(),
                    span.parentSpanId().hex()));
        }
        for (Span.Link link : span.links()) {
            if (hasTrace(link)) {
                TraceId traceId = new TraceId(link.traceIdHigh(), link.traceIdLow());
                references.add(new JaegerReference(
                        JaegerReference.FOLLOWS_FROM,
                        traceId.hex(),
                        link.spanId().hex()));
            }
        }
        return references;
    }

    private static boolean hasTrace(Span.Link link) {
        return link.traceIdHigh() != 0 || link.traceIdLow() != 0;
    }

    private static List<JaegerTag> tags(Span span) {
        List<JaegerTag> tags = new ArrayList<>(span.attributes().size() + 6);
        addScope(tags, span.scope());
        tags.addAll(JaegerTags.of(span.attributes()));
        if (span.kind() != Span.Kind.UNSPECIFIED.ordinal()) {
            add(tags, "span.kind", kind(span.kind()));
        }
        addStatus(tags, span.status());
        if (!span.traceState().isEmpty()) {
            add(tags, "w3c.tracestate", span.traceState());
        }
        JaegerTags.addDropped(tags, "otel.dropped_attributes_count", span.droppedAttributesCount());
        JaegerTags.addDropped(tags, "otel.dropped_events_count", span.droppedEventsCount());
        JaegerTags.addDropped(tags, "otel.dropped_links_count", span.droppedLinksCount());
        return tags;
    }

    private static void addScope(List<JaegerTag> tags, InstrumentationScope scope) {
        if (!scope.name().isEmpty()) {
            add(tags, "otel.scope.name", scope.name());
        }
        if (!scope.version().isEmpty()) {
            add(tags, "otel.scope.version", scope.version());
        }
    }

    private static void addStatus(List<JaegerTag> tags, Span.Status status) {
        switch (status.code()) {
            case Span.Status.CODE_UNSET -> {}
            case Span.Status.CODE_OK -> add(tags, "otel.status_code", "OK");
            case Span.Status.CODE_ERROR -> {
                add(tags, "otel.status_code", "ERROR");
                tags.removeIf(tag -> tag.key().equals("error"));
                tags.add(JaegerTag.of("error", true));
            }
            default -> add(tags, "otel.status_code", Integer.toString(status.code()));
        }
        if (!status.message().isEmpty()) {
            add(tags, "otel.status_description", status.message());
        }
    }

    /** The specified name, or the number of a kind that this version does not know. */
    private static String kind(int kind) {
        return kind > 0 && kind < KINDS.length ? KINDS[kind].name().toLowerCase(Locale.ROOT) : Integer.toString(kind);
    }

    /** Viewers call a tag that is there twice a mistake of the instrumentation. */
    private static void add(List<JaegerTag> tags, String key, String value) {
        JaegerTag tag = JaegerTag.of(key, value);
        if (!tags.contains(tag)) {
            tags.add(tag);
        }
    }

    private static JaegerLog log(Span.Event event) {
        List<JaegerTag> fields = new ArrayList<>(event.attributes().size() + 1);
        if (event.attributes().stream().noneMatch(SpanConversion::isNamedEvent)
                && !event.name().isEmpty()) {
            fields.add(JaegerTag.of("event", event.name()));
        }
        fields.addAll(JaegerTags.of(event.attributes()));
        JaegerTags.addDropped(fields, "otel.dropped_attributes_count", event.droppedAttributesCount());
        return new JaegerLog(micros(event.timeUnixNano()), fields);
    }

    private static boolean isNamedEvent(KeyValue attribute) {
        return attribute.key().equals("event") && attribute.value().kind() != AnyValue.Kind.EMPTY;
    }

    private List<String> warnings(int index) {
        Span span = trace.spans().get(index);
        List<String> warnings = new ArrayList<>();
        if (trace.sharers(index) > 1) {
            warnings.add("duplicate span id: " + trace.sharers(index) + " spans of this trace have it");
        }
        if (endsBeforeStart(span)) {
            warnings.add("ends before it starts: start " + Long.toUnsignedString(span.startTimeUnixNano()) + " ns, end "
                    + Long.toUnsignedString(span.endTimeUnixNano()) + " ns since 1970");
        }
        switch (trace.parentKind(index)) {
            case NONE, KNOWN -> {}
            case MISSING -> warnings.add("parent span " + span.parentSpanId() + " is not in the trace");
            case ITSELF -> warnings.add("names itself as its parent; shown as a root");
            case CYCLE ->
                warnings.add("descends from itself by way of parent " + span.parentSpanId() + "; shown as a root");
        }
        if (span.links().stream().anyMatch(link -> !hasTrace(link))) {
            warnings.add("a link without a trace id is left out");
        }
        return warnings;
    }
}
