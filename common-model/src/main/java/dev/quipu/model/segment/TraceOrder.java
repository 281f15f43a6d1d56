package dev.quipu.model.segment;

/** By trace id (unsigned), then start time, then row number. */
final class TraceOrder extends RowOrder {

    private final long[] high;
    private final long[] low;
    private final long[] start;

    TraceOrder(Table spans) {
        high = spans.values(TracesSchema.TRACE_ID_HIGH);
        low = spans.values(TracesSchema.TRACE_ID_LOW);
        start = spans.values(TracesSchema.START_TIME);
    }

    @Override
    long coarseKey(int row) {
        return high[row] ^ Long.MIN_VALUE;
    }

    @Override
    boolean before(int a, int b) {
        if (high[a] != high[b]) {
            return Long.compareUnsigned(high[a], high[b]) < 0;
        }
        if (low[a] != low[b]) {
            return Long.compareUnsigned(low[a], low[b]) < 0;
        }
        return start[a] != start[b] ? start[a] < start[b] : a < b;
    }

    @Override
    boolean belongTogether(int a, int b) {
        return high[a] == high[b] && low[a] == low[b];
    }
}
