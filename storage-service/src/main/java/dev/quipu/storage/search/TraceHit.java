package dev.quipu.storage.search;

import dev.quipu.model.TraceId;
import dev.quipu.model.segment.SpanRows;
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
    Position position(RowOrder<SpanRows> order) {
        long rank = order == SpanOrder.NEWEST ? startTimeUnixNano : durationNanos;
        return new Position(rank, new Position.Identity(traceId.high(), traceId.low(), 0), NO_SEGMENT, 0, 0);
    }

    TraceHit plus(TraceHit other, RowOrder<SpanRows> order) {
        TraceHit better = position(order).compareTo(other.position(order)) <= 0 ? this : other;
        return new TraceHit(traceId, matchedSpans + other.matchedSpans, better.startTimeUnixNano, better.durationNanos);
    }
}
