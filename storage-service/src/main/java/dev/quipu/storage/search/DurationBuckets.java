package dev.quipu.storage.search;

import java.util.Arrays;

/** Durations in buckets that widen with them: four to a doubling, whole nanoseconds. */
final class DurationBuckets {

    private static final int PER_DOUBLING = 4;
    private static final int DOUBLINGS = 63;

    /** Where each bucket begins; the first holds 0 and what a clock that was set back made negative. */
    private static final long[] LOWER = lower();

    private DurationBuckets() {}

    private static long[] lower() {
        long[] bounds = new long[PER_DOUBLING * DOUBLINGS + 1];
        for (int i = 1; i < bounds.length; i++) {
            bounds[i] = Math.round(Math.pow(2, (double) (i - 1) / PER_DOUBLING));
        }
        return Arrays.stream(bounds).distinct().toArray();
    }

    static int of(long nanos) {
        int found = Arrays.binarySearch(LOWER, Math.max(0, nanos));
        return found >= 0 ? found : -found - 2;
    }

    /** Where a bucket begins, included. */
    static long lowerNanos(int bucket) {
        return LOWER[bucket];
    }

    /** Where it ends, not included. */
    static long upperNanos(int bucket) {
        return bucket + 1 < LOWER.length ? LOWER[bucket + 1] : Long.MAX_VALUE;
    }
}
