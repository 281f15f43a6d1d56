package dev.quipu.model.series;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;

/**
 * Buckets with bounds of the sender's.
 *
 * @param bounds upper bounds of all buckets but the last
 * @param counts one more than bounds, or none
 */
record ExplicitBuckets(double[] bounds, double[] counts) implements Buckets {

    @Override
    public Kind kind() {
        return Kind.EXPLICIT;
    }

    @Override
    public boolean fits(Buckets other) {
        return other instanceof ExplicitBuckets explicit
                && counts.length == explicit.counts.length
                && Arrays.equals(bounds, explicit.bounds);
    }

    @Override
    public ExplicitBuckets plus(Buckets other) {
        return with((ExplicitBuckets) other, Double::sum);
    }

    @Override
    public ExplicitBuckets minus(Buckets other) {
        return with((ExplicitBuckets) other, (now, before) -> now - before);
    }

    private ExplicitBuckets with(ExplicitBuckets other, DoubleBinaryOperator operator) {
        double[] result = new double[counts.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = operator.applyAsDouble(counts[i], other.counts[i]);
        }
        return new ExplicitBuckets(bounds, result);
    }

    @Override
    public boolean hasNegative() {
        return Arrays.stream(counts).anyMatch(count -> count < 0);
    }

    @Override
    public void eachInterval(Consumer<Interval> each) {
        for (int i = 0; i < counts.length; i++) {
            double lower = i == 0 ? Double.NEGATIVE_INFINITY : bounds[i - 1];
            double upper = i == bounds.length ? Double.POSITIVE_INFINITY : bounds[i];
            each.accept(new Interval(lower, upper, counts[i]));
        }
    }
}
