package dev.quipu.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a point of a metric has measured (opentelemetry/proto/metrics/v1/metrics.proto). Counts are unsigned. */
public sealed interface PointValue {

    /** Which member of the family a value is. The ordinal is part of the segment format. */
    enum Kind {
        NONE,
        INT,
        DOUBLE,
        HISTOGRAM,
        EXPONENTIAL_HISTOGRAM,
        SUMMARY
    }

    /** The value of a number point in which none is set. */
    PointValue NONE = new None();

    Kind kind();

    static PointValue of(long value) {
        return new IntValue(value);
    }

    static PointValue of(double value) {
        return new DoubleValue(value);
    }

    /** No value. */
    record None() implements PointValue {
        @Override
        public Kind kind() {
            return Kind.NONE;
        }
    }

    /** A signed 64-bit number. */
    record IntValue(long value) implements PointValue {
        @Override
        public Kind kind() {
            return Kind.INT;
        }
    }

    /** Any double, NaN and the infinities included. */
    record DoubleValue(double value) implements PointValue {
        @Override
        public Kind kind() {
            return Kind.DOUBLE;
        }
    }

    /**
     * Counts by buckets with bounds of the sender's.
     *
     * @param bucketCounts one more than bounds, or none
     * @param explicitBounds upper bounds, inclusive, of all buckets but the last
     */
    record Histogram(
            long count,
            OptionalDouble sum,
            OptionalDouble min,
            OptionalDouble max,
            List<Long> bucketCounts,
            List<Double> explicitBounds)
            implements PointValue {
        public Histogram {
            bucketCounts = List.copyOf(bucketCounts);
            explicitBounds = List.copyOf(explicitBounds);
        }

        @Override
        public Kind kind() {
            return Kind.HISTOGRAM;
        }
    }

    /**
     * Counts by buckets whose bounds are powers of 2^(2^-scale).
     *
     * @param zeroCount values within {@code zeroThreshold} of zero
     */
    record ExponentialHistogram(
            long count,
            OptionalDouble sum,
            OptionalDouble min,
            OptionalDouble max,
            int scale,
            long zeroCount,
            double zeroThreshold,
            Optional<Buckets> positive,
            Optional<Buckets> negative)
            implements PointValue {
        @Override
        public Kind kind() {
            return Kind.EXPONENTIAL_HISTOGRAM;
        }
    }

    /**
     * Buckets of one sign: that at position i holds values in (base^(offset+i), base^(offset+i+1)].
     *
     * @param offset of the first
     */
    record Buckets(int offset, List<Long> counts) {
        public Buckets {
            counts = List.copyOf(counts);
        }
    }

    /** Quantiles that the source worked out itself. */
    record Summary(long count, double sum, List<ValueAtQuantile> quantiles) implements PointValue {
        public Summary {
            quantiles = List.copyOf(quantiles);
        }

        @Override
        public Kind kind() {
            return Kind.SUMMARY;
        }
    }

    /** @param quantile 0 to 1 */
    record ValueAtQuantile(double quantile, double value) {}
}
