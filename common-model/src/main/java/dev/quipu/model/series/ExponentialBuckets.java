package dev.quipu.model.series;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;

/**
 * Buckets whose bounds are powers of 2^(2^-scale), for values of either sign.
 *
 * @param zeroThreshold values so near to zero are counted by {@code zeroCount}
 */
record ExponentialBuckets(int scale, double zeroThreshold, double zeroCount, Side positive, Side negative)
        implements Buckets {

    private static final int LEAST_SCALE = -20;

    /** Buckets of one sign: that at position i holds magnitudes in (base^(offset+i), base^(offset+i+1)]. */
    record Side(int offset, double[] counts) {

        static final Side NONE = new Side(0, new double[0]);

        /** The same counts in buckets that each hold 2^halvings of these. */
        Side coarser(int halvings) {
            if (halvings == 0 || counts.length == 0) {
                return this;
            }
            int first = offset >> halvings;
            int last = offset + counts.length - 1 >> halvings;
            double[] merged = new double[last - first + 1];
            for (int i = 0; i < counts.length; i++) {
                merged[(offset + i >> halvings) - first] += counts[i];
            }
            return new Side(first, merged);
        }

        Side with(Side other, DoubleBinaryOperator operator) {
            if (counts.length == 0 && other.counts.length == 0) {
                return this;
            }
            int begin = counts.length == 0
                    ? other.offset
                    : other.counts.length == 0 ? offset : Math.min(offset, other.offset);
            int end = Math.max(end(), other.end());
            end = counts.length == 0 ? other.end() : other.counts.length == 0 ? end() : end;
            double[] result = new double[end - begin];
            for (int i = 0; i < result.length; i++) {
                result[i] = operator.applyAsDouble(at(begin + i), other.at(begin + i));
            }
            return new Side(begin, result);
        }

        private int end() {
            return offset + counts.length;
        }

        private double at(int index) {
            return index >= offset && index < end() ? counts[index - offset] : 0;
        }
    }

    @Override
    public Kind kind() {
        return Kind.EXPONENTIAL;
    }

    /** Finer buckets become coarser ones, so that any two fit that are of sensible size. */
    @Override
    public boolean fits(Buckets other) {
        return other instanceof ExponentialBuckets exponential
                && scale >= LEAST_SCALE
                && exponential.scale >= LEAST_SCALE
                && span(positive, exponential.positive) < MAX_BUCKETS
                && span(negative, exponential.negative) < MAX_BUCKETS;
    }

    private static final long MAX_BUCKETS = 100_000;

    private static long span(Side a, Side b) {
        if (a.counts.length == 0 || b.counts.length == 0) {
            return Math.max(a.counts.length, b.counts.length);
        }
        return Math.max((long) a.offset + a.counts.length, (long) b.offset + b.counts.length)
                - Math.min(a.offset, b.offset);
    }

    @Override
    public ExponentialBuckets plus(Buckets other) {
        return with((ExponentialBuckets) other, Double::sum);
    }

    @Override
    public ExponentialBuckets minus(Buckets other) {
        return with((ExponentialBuckets) other, (now, before) -> now - before);
    }

    private ExponentialBuckets with(ExponentialBuckets other, DoubleBinaryOperator operator) {
        int coarsest = Math.min(scale, other.scale);
        int ofThis = Math.min(31, scale - coarsest);
        int ofOther = Math.min(31, other.scale - coarsest);
        return new ExponentialBuckets(
                coarsest,
                Math.max(zeroThreshold, other.zeroThreshold),
                operator.applyAsDouble(zeroCount, other.zeroCount),
                positive.coarser(ofThis).with(other.positive.coarser(ofOther), operator),
                negative.coarser(ofThis).with(other.negative.coarser(ofOther), operator));
    }

    @Override
    public boolean hasNegative() {
        return zeroCount < 0
                || Arrays.stream(positive.counts).anyMatch(count -> count < 0)
                || Arrays.stream(negative.counts).anyMatch(count -> count < 0);
    }

    @Override
    public void eachInterval(Consumer<Interval> each) {
        for (int i = 0; i < negative.counts.length; i++) {
            each.accept(new Interval(-bound(negative.offset + i + 1), -bound(negative.offset + i), negative.counts[i]));
        }
        each.accept(new Interval(-zeroThreshold, zeroThreshold, zeroCount));
        for (int i = 0; i < positive.counts.length; i++) {
            each.accept(new Interval(bound(positive.offset + i), bound(positive.offset + i + 1), positive.counts[i]));
        }
    }

    private double bound(int index) {
        return Math.pow(2, index * Math.pow(2, -scale));
    }
}
