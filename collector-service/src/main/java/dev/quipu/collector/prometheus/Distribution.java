package dev.quipu.collector.prometheus;

import java.util.OptionalDouble;

/** What a histogram or summary says of its observations. */
public final class Distribution {

    private Distribution() {}

    /**
     * A histogram with explicit bounds.
     *
     * @param bucketCounts one more than there are bounds; of each bucket alone
     * @param upperBounds inclusive, ascending, without the infinite one
     */
    public record Explicit(long count, OptionalDouble sum, long[] bucketCounts, double[] upperBounds) {}

    /** A histogram with exponential bounds, in OTLP's words; buckets are half open at their lower bound. */
    public record Exponential(
            long count,
            double sum,
            int scale,
            long zeroCount,
            double zeroThreshold,
            Buckets positive,
            Buckets negative) {}

    /** @param offset index of the first count, as OTLP counts: the bucket above 1 is 0 */
    public record Buckets(int offset, long[] counts) {
        public static final Buckets NONE = new Buckets(0, new long[0]);
    }

    /** Values at quantiles, in the order that they came. */
    public record Quantiles(long count, double sum, double[] quantiles, double[] values) {}
}
