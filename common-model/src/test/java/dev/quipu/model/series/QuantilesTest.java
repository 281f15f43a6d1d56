package dev.quipu.model.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantilesTest {

    private static ExplicitBuckets explicit(double[] bounds, double... counts) {
        return new ExplicitBuckets(bounds, counts);
    }

    @Test
    void interpolatesWithinABucket() {
        Quantiles quantiles = new Quantiles(List.of(explicit(new double[] {1, 2, 4}, 0, 10, 10, 0)));

        assertThat(quantiles.at(0.25)).isEqualTo(1.5);
        assertThat(quantiles.at(0.5)).isEqualTo(2);
        assertThat(quantiles.at(0.75)).isEqualTo(3);
        assertThat(quantiles.at(1)).isEqualTo(4);
    }

    @Test
    void theFirstBucketBeginsAtZeroAndTheLastEndsAtItsBound() {
        Quantiles quantiles = new Quantiles(List.of(explicit(new double[] {1, 2}, 10, 0, 10)));

        assertThat(quantiles.at(0.25)).isEqualTo(0.5);
        assertThat(quantiles.at(0.9)).isEqualTo(2);
    }

    @Test
    void nothingCountedHasNoQuantile() {
        assertThat(new Quantiles(List.of(explicit(new double[] {1}, 0, 0))).at(0.5))
                .isNaN();
        assertThat(new Quantiles(List.of()).at(0.5)).isNaN();
    }

    @Test
    void exponentialBucketsHoldTheirValuesWithinTheirPrecision() {
        Random random = new Random(1);
        double[] values = random.doubles(10_000, 0.001, 50).sorted().toArray();
        int scale = 5;
        double[] counts = new double[2_000];
        int offset = -1_000;
        for (double value : values) {
            counts[(int) Math.ceil(Math.log(value) / Math.log(2) * (1 << scale)) - 1 - offset]++;
        }
        ExponentialBuckets buckets = new ExponentialBuckets(
                scale, 0, 0, new ExponentialBuckets.Side(offset, counts), ExponentialBuckets.Side.NONE);

        for (double quantile : new double[] {0.01, 0.5, 0.9, 0.99}) {
            double exact = values[(int) (quantile * values.length) - 1];
            assertThat(new Quantiles(List.of(buckets)).at(quantile)).isCloseTo(exact, within(exact * 0.025));
        }
    }

    /** Against values spread over the buckets one by one. */
    @Test
    void bucketsOfDifferentBoundsAddUp() {
        Random random = new Random(2);
        for (int round = 0; round < 200; round++) {
            ExplicitBuckets a = random(random);
            ExplicitBuckets b = random(random);
            double[] spread = spread(List.of(a, b));
            double quantile = random.nextDouble();
            double exact = spread[(int) (quantile * (spread.length - 1))];

            assertThat(new Quantiles(List.of(a, b)).at(quantile)).isCloseTo(exact, within(0.02));
        }
    }

    private static ExplicitBuckets random(Random random) {
        double[] bounds = random.doubles(5, 0.1, 1).sorted().toArray();
        double[] counts = random.ints(6, 1, 20).asDoubleStream().toArray();
        counts[5] = 0;
        return explicit(bounds, counts);
    }

    private static double[] spread(List<Buckets> all) {
        int perCount = 200;
        double[][] values = {new double[0]};
        for (Buckets buckets : all) {
            buckets.eachInterval(interval -> {
                int count = (int) interval.count() * perCount;
                double lower = Math.max(0, interval.lower());
                double[] more = new double[count];
                Arrays.setAll(more, i -> lower + (i + 0.5) / count * (interval.upper() - lower));
                double[] joined = Arrays.copyOf(values[0], values[0].length + count);
                System.arraycopy(more, 0, joined, values[0].length, count);
                values[0] = joined;
            });
        }
        Arrays.sort(values[0]);
        return values[0];
    }

    @Test
    void sidesOfDifferentScalesAddUp() {
        ExponentialBuckets fine = new ExponentialBuckets(
                2, 0, 1, new ExponentialBuckets.Side(-3, new double[] {1, 2, 3, 4, 5}), ExponentialBuckets.Side.NONE);
        ExponentialBuckets coarse = new ExponentialBuckets(
                1, 0, 2, new ExponentialBuckets.Side(0, new double[] {10}), ExponentialBuckets.Side.NONE);

        ExponentialBuckets sum = fine.plus(coarse);

        assertThat(sum.scale()).isEqualTo(1);
        assertThat(sum.zeroCount()).isEqualTo(3);
        assertThat(sum.positive().offset()).isEqualTo(-2);
        assertThat(sum.positive().counts()).containsExactly(1, 5, 19);
        assertThat(sum.minus(coarse).positive().counts()).containsExactly(1, 5, 9);
    }
}
