package dev.quipu.analysis.incident;

import java.util.Arrays;

/**
 * How many spans took how long, in buckets each a fifth wider than the one before. Small, as there is one for each
 * component and minute. Not thread-safe.
 */
final class DurationCounts {

    /** Buckets whose bounds double. */
    private static final int PER_DOUBLING = 4;

    /** 64-bit nanoseconds need no more. */
    private static final int BUCKETS = 64 * PER_DOUBLING;

    private static final double LN_2 = Math.log(2);

    private double[] counts = new double[0];

    void add(double nanos, double spans) {
        int bucket = bucket(nanos);
        if (bucket >= counts.length) {
            counts = Arrays.copyOf(counts, bucket + 1);
        }
        counts[bucket] += spans;
    }

    void add(DurationCounts other) {
        if (other.counts.length > counts.length) {
            counts = Arrays.copyOf(counts, other.counts.length);
        }
        for (int bucket = 0; bucket < other.counts.length; bucket++) {
            counts[bucket] += other.counts[bucket];
        }
    }

    private static int bucket(double nanos) {
        return nanos <= 1 ? 0 : (int) Math.min(BUCKETS - 1, PER_DOUBLING * Math.log(nanos) / LN_2);
    }

    /** The end of the bucket that a duration is in. */
    static double ceiling(double nanos) {
        return Math.pow(2, (bucket(nanos) + 1.0) / PER_DOUBLING);
    }

    /** Spans that took as long or longer. @param nanos the end of a bucket */
    long atLeast(double nanos) {
        double sum = 0;
        for (int bucket = bucket(nanos * (1 + 1e-9)); bucket < counts.length; bucket++) {
            sum += counts[bucket];
        }
        return Math.round(sum);
    }

    /** The end of the bucket in which a quantile lies; 0 without spans. @param quantile 0 to 1 */
    double quantileNanos(double quantile) {
        double wanted = quantile * Arrays.stream(counts).sum();
        double sum = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            sum += counts[bucket];
            if (sum > 0 && sum >= wanted) {
                return Math.pow(2, (bucket + 1.0) / PER_DOUBLING);
            }
        }
        return 0;
    }
}
