package dev.quipu.model.segment;

import java.util.Arrays;

/**
 * The order of a signal's rows in a segment. Rows are first sorted by a coarse key, as plain numbers with the position
 * in the lower bits; then each run of equal keys by everything.
 */
abstract class RowOrder {

    static final int ROW_BITS = 24;
    private static final int MAX_ROWS = 1 << ROW_BITS;
    private static final long ROW_MASK = MAX_ROWS - 1;

    /** Smaller for a row that comes before another, or equal; the lower {@value #ROW_BITS} bits do not count. */
    abstract long coarseKey(int row);

    /** Whether row {@code a} comes before row {@code b}: a total order that agrees with the coarse key. */
    abstract boolean before(int a, int b);

    /** Whether two neighbours should not be cut apart. */
    abstract boolean belongTogether(int a, int b);

    /**
     * Sorts row numbers in place.
     *
     * @throws IllegalArgumentException when there are more than 2^24
     */
    final void sort(int[] rows) {
        int count = rows.length;
        if (count > MAX_ROWS) {
            throw new IllegalArgumentException("rows: expected at most " + MAX_ROWS + ", got " + count);
        }
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = coarseKey(rows[i]) & ~ROW_MASK | i;
        }
        Arrays.sort(keys);
        int[] sorted = new int[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = rows[(int) (keys[i] & ROW_MASK)];
        }
        int[] spare = new int[0];
        int begin = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || (keys[i] & ~ROW_MASK) != (keys[begin] & ~ROW_MASK)) {
                if (i - begin <= 32) {
                    insertionSort(sorted, begin, i);
                } else {
                    spare = spare.length == 0 ? new int[count] : spare;
                    mergeSort(sorted, spare, begin, i);
                }
                begin = i;
            }
        }
        System.arraycopy(sorted, 0, rows, 0, count);
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
        if (!before(rows[middle], rows[middle - 1])) {
            return;
        }
        System.arraycopy(rows, from, spare, from, to - from);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeLeft = right == to || left < middle && !before(spare[right], spare[left]);
            rows[i] = takeLeft ? spare[left++] : spare[right++];
        }
    }
}
