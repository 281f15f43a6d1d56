package dev.quipu.storage.search;

import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import java.util.Comparator;
import java.util.UUID;

/**
 * A result's place in the total order: rank descending, then trace id and span id as unsigned bytes, then, for spans
 * that share all of these, where they are stored.
 */
record SpanPosition(long rank, TraceId traceId, SpanId spanId, UUID segmentId, int rowGroup, int row)
        implements Comparable<SpanPosition> {

    private static final Comparator<SpanPosition> ORDER = Comparator.comparingLong(SpanPosition::rank)
            .reversed()
            .thenComparing(SpanPosition::traceId)
            .thenComparing((a, b) ->
                    Long.compareUnsigned(a.spanId().value(), b.spanId().value()))
            .thenComparing(SpanPosition::segmentId)
            .thenComparingInt(SpanPosition::rowGroup)
            .thenComparingInt(SpanPosition::row);

    @Override
    public int compareTo(SpanPosition other) {
        return ORDER.compare(this, other);
    }
}
