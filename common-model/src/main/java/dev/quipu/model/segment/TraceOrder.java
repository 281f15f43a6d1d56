package dev.quipu.model.segment;

import java.util.Arrays;

/** Sorts rows by trace id (unsigned), then start time, then row number. */
final class TraceOrder {

    private static final int ROW_BITS = 24;
    private static final int MAX_ROWS = 1 << ROW_BITS;
    private static final long ROW_MASK = MAX_ROWS - 1;

    private final long[] high;
    private final long[] low;
    private final long[] start;

    private TraceOrder(Table spans) {
        high = spans.values(TracesSchema.TRACE_ID_HIGH);
        low = spans.values(TracesSchema.TRACE_ID_LOW);
        start = spans.values(TracesSchema.START_TIME);
    }

    /** Sorts the first {@code count} of {@code rows} in place. */
    static void sort(Table spans, int[] rows, int count) {
        new TraceOrder(spans).sort(rows, count);
    }

    /**
     * First by the upper bits of the trace id, with the position in the lower bits, as plain numbers; then each run of
     * equal upper bits by everything.
     */
    private void sort(int[] rows, int count) {
        if (count > MAX_ROWS) {
            throw new IllegalArgumentException("rows: expected at most " + MAX_ROWS + ", got " + count);
        }
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = (high[rows[i]] ^ Long.MIN_VALUE) & ~ROW_MASK | i;
        }
        Arrays.sort(keys);
        int[] sorted = new int[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = rows[(int) (keys[i] & ROW_MASK)];
        }
        int[] spare = null;
        int begin = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || (keys[i] & ~ROW_MASK) != (keys[begin] & ~ROW_MASK)) {
                if (i - begin <= 32) {
                    insertionSort(sorted, begin, i);
                } else {
                    spare = spare == null ? new int[count] : spare;
                    mergeSort(sorted, spare, begin, i);
                }
                begin = i;
            }
        }
        System.arraycopy(sorted, 0, rows, 0, count);
    }

    private boolean before(int a, int b) {
        if (high[a] != high[b]) {
            return Long.compareUnsigned(high[a], high[b]) < 0;
        }
        if (low[a] != low[b]) {
            return Long.compareUnsigned(low[a], low[b]) < 0;
        }
        return start[a] != start[b] ? start[a] < start[b] : a < b;
    }

    private void insertionSort(int[] rows, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int row = rows[i];
            int at = i;
            for (; at > from && before(row, rows[at - 1]); at--) {
                rows[at] = rows[at - 1];
            }
            rows[at] = row;
        }
    }

    private void mergeSort(int[] rows, int[] spare, int from, int to) {
        if (to - from <= 16) {
            insertionSort(rows, from, to);
            return;
        }
        int middle = (from + to) >>> 1;
        mergeSort(rows, spare, from, middle);
        mergeSort(rows, spare, middle, to);
        System.arraycopy(rows, from, spare, from, to - from);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeLeft = right == to || left < middle && !before(spare[right], spare[left]);
            rows[i] = takeLeft ? spare[left++] : spare[right++];
        }
    }
}
