package dev.quipu.model.series;

import dev.quipu.model.Metric;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Values of one series of numbers, a value for each step; NaN where there is none. */
final class NumberSteps {

    private static final long LOOKBACK_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Steps steps;
    private final Samples samples;

    /** @param samples in order; those before the first step tell what counters grew from */
    NumberSteps(Steps steps, Samples samples) {
        this.steps = steps;
        this.samples = samples;
    }

    /** How far before the first step samples are of use. */
    static long lookbackNanos(Steps steps) {
        return Math.max(LOOKBACK_NANOS, steps.stepNanos());
    }

    /** @param quantile 0 to 1, for those that need one */
    double[] values(StepFunction function, Metric metric, double quantile) {
        return switch (function) {
            case LAST -> last();
            case AVG, MIN, MAX, SUM, COUNT, QUANTILE -> overTime(aggregationOf(function), quantile);
            case INCREASE -> increase(metric, 1);
            case RATE -> increase(metric, steps.seconds());
            case HISTOGRAM_QUANTILE ->
                throw new IllegalArgumentException(
                        "function: expected one for numbers, got " + function.word() + " for " + metric.name());
        };
    }

    private static Aggregation aggregationOf(StepFunction function) {
        return switch (function) {
            case AVG -> Aggregation.AVG;
            case MIN -> Aggregation.MIN;
            case MAX -> Aggregation.MAX;
            case COUNT -> Aggregation.COUNT;
            case QUANTILE -> Aggregation.QUANTILE;
            case SUM, LAST, INCREASE, RATE, HISTOGRAM_QUANTILE -> Aggregation.SUM;
        };
    }

    private double[] none() {
        double[] values = new double[steps.count()];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private double[] last() {
        double[] values = none();
        int sample = 0;
        int newest = -1;
        for (int step = 0; step < values.length; step++) {
            long end = steps.begin(step) + steps.stepNanos();
            while (sample < samples.size() && samples.timeUnixNano(sample) < end) {
                newest = sample++;
            }
            if (newest >= 0
                    && !samples.isStale(newest)
                    && samples.timeUnixNano(newest) >= Math.min(steps.begin(step), end - LOOKBACK_NANOS)) {
                values[step] = samples.value(newest);
            }
        }
        return values;
    }

    private double[] overTime(Aggregation aggregation, double quantile) {
        double[] values = none();
        double[] ofStep = new double[16];
        int sample = 0;
        while (sample < samples.size()) {
            int step = steps.of(samples.timeUnixNano(sample));
            int count = 0;
            for (; sample < samples.size() && steps.of(samples.timeUnixNano(sample)) == step; sample++) {
                if (!samples.isStale(sample)) {
                    ofStep = count < ofStep.length ? ofStep : Arrays.copyOf(ofStep, 2 * count);
                    ofStep[count++] = samples.value(sample);
                }
            }
            if (step >= 0 && step < values.length && count > 0) {
                values[step] = aggregation.of(ofStep, count, quantile);
            }
        }
        return values;
    }

    /**
     * What each sample adds to the one before, put into the step of the later. The first adds what it counts only when
     * it began to count inside of what was read; otherwise it is just where counting goes on from.
     */
    private double[] increase(Metric metric, double divisor) {
        double[] values = none();
        long since = steps.firstUnixNano() - lookbackNanos(steps);
        boolean isDelta = metric.temporality() == Metric.DELTA;
        int before = -1;
        for (int sample = 0; sample < samples.size(); sample++) {
            if (samples.isStale(sample) || Double.isNaN(samples.value(sample))) {
                continue;
            }
            int step = steps.of(samples.timeUnixNano(sample));
            double added = isDelta ? samples.value(sample) : added(metric, samples, before, sample, since);
            before = sample;
            if (step >= 0 && step < values.length && !Double.isNaN(added)) {
                values[step] = (Double.isNaN(values[step]) ? 0 : values[step]) + added / divisor;
            }
        }
        return values;
    }

    /**
     * What a sample of a cumulative metric adds to the one before it; NaN when that cannot be told.
     *
     * @param before the sample before; negative when there is none
     * @param since what a first sample counts adds when it began to count then or later
     */
    static double added(Metric metric, Samples samples, int before, int sample, long since) {
        double value = samples.value(sample);
        long start = samples.startUnixNano(sample);
        if (before < 0) {
            return start != 0 && start >= since ? value : Double.NaN;
        }
        boolean canFall = metric.kind() == Metric.Kind.SUM && !metric.monotonic();
        boolean isReset = !canFall && value < samples.value(before)
                || start != 0
                        && samples.startUnixNano(before) != 0
                        && start >= samples.timeUnixNano(before)
                        && start != samples.startUnixNano(before);
        return isReset ? value : value - samples.value(before);
    }
}
