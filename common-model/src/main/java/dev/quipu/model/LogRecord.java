package dev.quipu.model;

import java.util.List;
import java.util.Optional;

/**
 * One log record, every field of OTLP's {@code LogRecord} with the resource and scope it belongs to.
 *
 * @param timeUnixNano when it happened, nanoseconds since 1970 UTC, unsigned; 0 when the source does not know
 * @param observedTimeUnixNano when it was seen by whatever collected it; 0 when unknown
 * @param severityNumber 1 to 24 as OTLP numbers them, 0 for none, kept as sent
 * @param body of any type; absent when the record has none, which is not the same as an empty value
 * @param flags unsigned 32 bits; bits 0-7 are the W3C trace flags
 * @param traceIdHigh upper half of the trace id; both halves 0 when the record belongs to no trace
 * @param spanId {@link SpanId#NONE} when it belongs to no span
 * @param eventName empty when the record is no event
 */
public record LogRecord(
        Resource resource,
        InstrumentationScope scope,
        long timeUnixNano,
        long observedTimeUnixNano,
        int severityNumber,
        String severityText,
        Optional<AnyValue> body,
        List<KeyValue> attributes,
        int droppedAttributesCount,
        int flags,
        long traceIdHigh,
        long traceIdLow,
        SpanId spanId,
        String eventName) {

    public LogRecord {
        attributes = List.copyOf(attributes);
    }

    /** When it happened as far as is known: the time, or else when it was observed. */
    public long effectiveTimeUnixNano() {
        return timeUnixNano != 0 ? timeUnixNano : observedTimeUnixNano;
    }

    /** The trace that it belongs to. */
    public Optional<TraceId> traceId() {
        return traceIdHigh == 0 && traceIdLow == 0
                ? Optional.empty()
                : Optional.of(new TraceId(traceIdHigh, traceIdLow));
    }
}
