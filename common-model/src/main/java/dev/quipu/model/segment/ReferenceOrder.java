package dev.quipu.model.segment;

/** By what a row refers to, in the order in which that was first seen, then time, then row number. */
final class ReferenceOrder extends RowOrder {

    private static final int TIME_BITS = 20;
    private static final int REFERENCE_BITS = Long.SIZE - 1 - TIME_BITS - ROW_BITS;

    private final long[] references;
    private final long[] times;
    private final long earliest;
    private final int timeShift;
    /** Whether the coarse key has room for references only. */
    private final boolean isCrowded;

    /** @param times nanoseconds since 1970, one for each row */
    ReferenceOrder(long[] references, long[] times) {
        this.references = references;
        this.times = times;
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        long most = 0;
        for (int row = 0; row < times.length; row++) {
            min = Math.min(min, times[row]);
            max = Math.max(max, times[row]);
            most = Math.max(most, references[row]);
        }
        isCrowded = most >= 1L << REFERENCE_BITS;
        earliest = min;
        // As an unsigned number: the times may lie further apart than a long can tell with a sign.
        timeShift = Math.max(0, Long.SIZE - TIME_BITS - Long.numberOfLeadingZeros(max - min));
    }

    @Override
    long coarseKey(int row) {
        if (isCrowded) {
            return references[row] << ROW_BITS;
        }
        return references[row] << TIME_BITS + ROW_BITS | times[row] - earliest >>> timeShift << ROW_BITS;
    }

    @Override
    boolean before(int a, int b) {
        if (references[a] != references[b]) {
            return references[a] < references[b];
        }
        return times[a] != times[b] ? times[a] < times[b] : a < b;
    }

    @Override
    boolean belongTogether(int a, int b) {
        return false;
    }
}
