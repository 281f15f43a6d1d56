package dev.quipu.storage.search;

import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import java.util.UUID;

/**
 * A trace with matching spans.
 *
 * @param matchedSpans those seen; a search that had enough stops before it has seen all
 * @param startTimeUnixNano of the span that ranks the trace
 * @param durationNanos of the span that ranks the trace
 */
public record TraceHit(TraceId traceId, int matchedSpans, long startTimeUnixNano, long durationNanos) {

    private static final UUID NO_SEGMENT = new UUID(0, 0);

    /** Each trace is listed once, so that its id alone decides between equal ranks. */
    SpanPosition position(SpanOrder order) {
        long rank = order == SpanOrder.NEWEST ? startTimeUnixNano : durationNanos;
        return new SpanPosition(rank, traceId, SpanId.NONE, NO_SEGMENT, 0, 0);
    }

    TraceHit plus(TraceHit other, SpanOrder order) {
        TraceHit better = position(order).compareTo(other.position(order)) <= 0 ? this : other;
        return new TraceHit(traceId, matchedSpans + other.matchedSpans, better.startTimeUnixNano, better.durationNanos);
    }
}
