package dev.quipu.model.series;

import dev.quipu.model.PointValue;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a histogram or summary said at a time.
 *
 * @param startUnixNano since when it counts; 0 when unknown
 * @param isStale the series has ended or paused; then nothing else counts
 * @param sum NaN when it is not told
 */
record DistributionSample(
        long unixNano, long startUnixNano, boolean isStale, double count, double sum, Buckets buckets) {

    private static final Buckets NONE = new ExplicitBuckets(new double[0], new double[0]);

    static DistributionSample of(long unixNano, long startUnixNano, boolean isStale, PointValue value) {
        return switch (value.kind()) {
            case HISTOGRAM -> {
                PointValue.Histogram histogram = (PointValue.Histogram) value;
                yield new DistributionSample(
                        unixNano,
                        startUnixNano,
                        isStale,
                        histogram.count(),
                        sum(histogram.sum()),
                        new ExplicitBuckets(doubles(histogram.explicitBounds()), doubles(histogram.bucketCounts())));
            }
            case EXPONENTIAL_HISTOGRAM -> {
                PointValue.ExponentialHistogram histogram = (PointValue.ExponentialHistogram) value;
                yield new DistributionSample(
                        unixNano, startUnixNano, isStale, histogram.count(), sum(histogram.sum()), buckets(histogram));
            }
            case SUMMARY -> {
                PointValue.Summary summary = (PointValue.Summary) value;
                yield new DistributionSample(unixNano, startUnixNano, isStale, summary.count(), summary.sum(), NONE);
            }
            case NONE, INT, DOUBLE ->
                throw new IllegalArgumentException("value: expected a distribution, got " + value.kind());
        };
    }

    private static double sum(OptionalDouble sum) {
        return sum.orElse(Double.NaN);
    }

    private static double[] doubles(List<? extends Number> numbers) {
        return numbers.stream().mapToDouble(Number::doubleValue).toArray();
    }

    private static Buckets buckets(PointValue.ExponentialHistogram histogram) {
        return new ExponentialBuckets(
                histogram.scale(),
                histogram.zeroThreshold(),
                histogram.zeroCount(),
                histogram.positive().map(DistributionSample::side).orElse(ExponentialBuckets.Side.NONE),
                histogram.negative().map(DistributionSample::side).orElse(ExponentialBuckets.Side.NONE));
    }

    private static ExponentialBuckets.Side side(PointValue.Buckets buckets) {
        return new ExponentialBuckets.Side(buckets.offset(), doubles(buckets.counts()));
    }
}
