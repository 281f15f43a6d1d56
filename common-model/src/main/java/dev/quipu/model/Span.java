package dev.quipu.model;

import java.util.List;

/**
 * One span, every field of OTLP's {@code Span} with the resource and scope it belongs to.
 *
 * @param parentSpanId {@link SpanId#NONE} for a root
 * @param traceState W3C tracestate, unparsed
 * @param flags unsigned 32 bits; bits 0-7 are the W3C trace flags, 8 and 9 say whether the parent is remote
 * @param kind OTLP's number, kept as sent even when unknown; see {@link Kind}
 * @param startTimeUnixNano nanoseconds since 1970 UTC, unsigned 64 bits on the wire
 * @param endTimeUnixNano as start; may lie before it when a clock stepped
 */
public record Span(
        Resource resource,
        InstrumentationScope scope,
        TraceId traceId,
        SpanId spanId,
        SpanId parentSpanId,
        String traceState,
        int flags,
        String name,
        int kind,
        long startTimeUnixNano,
        long endTimeUnixNano,
        List<KeyValue> attributes,
        int droppedAttributesCount,
        List<Event> events,
        int droppedEventsCount,
        List<Link> links,
        int droppedLinksCount,
        Status status) {

    public Span {
        attributes = List.copyOf(attributes);
        events = List.copyOf(events);
        links = List.copyOf(links);
    }

    /** End minus start in nanoseconds; negative when the sender's clock stepped back. */
    public long durationNanos() {
        return endTimeUnixNano - startTimeUnixNano;
    }

    /** What happened at a moment of the span. */
    public record Event(long timeUnixNano, String name, List<KeyValue> attributes, int droppedAttributesCount) {
        public Event {
            attributes = List.copyOf(attributes);
        }
    }

    /** A reference to another span, of this or another trace. Its ids may be absent, as on the wire. */
    public record Link(
            long traceIdHigh,
            long traceIdLow,
            SpanId spanId,
            String traceState,
            List<KeyValue> attributes,
            int droppedAttributesCount,
            int flags) {
        public Link {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * How the span ended.
     *
     * @param code OTLP's number, kept as sent: 0 unset, 1 ok, 2 error
     */
    public record Status(int code, String message) {
        public static final int CODE_UNSET = 0;
        public static final int CODE_OK = 1;
        public static final int CODE_ERROR = 2;

        public static final Status UNSET = new Status(CODE_UNSET, "");
    }

    /** The known values of {@link Span#kind()}. */
    public enum Kind {
        UNSPECIFIED,
        INTERNAL,
        SERVER,
        CLIENT,
        PRODUCER,
        CONSUMER
    }
}
