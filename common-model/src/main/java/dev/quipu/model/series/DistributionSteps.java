package dev.quipu.model.series;

import dev.quipu.model.Metric;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one series of histograms or summaries counted in each step; null where it said nothing. */
final class DistributionSteps {

    private final Steps steps;
    private final Metric metric;
    private final List<DistributionSample> samples;

    /** @param samples in the order of time; those before the first step tell what counts grew from */
    DistributionSteps(Steps steps, Metric metric, List<DistributionSample> samples) {
        this.steps = steps;
        this.metric = metric;
        this.samples = samples;
    }

    @Nullable
    StepDistribution[] increases() {
        @Nullable StepDistribution[] increases = new StepDistribution[steps.count()];
        long since = steps.firstUnixNano() - NumberSteps.lookbackNanos(steps);
        DistributionSample before = null;
        for (DistributionSample sample : samples) {
            if (sample.isStale()) {
                continue;
            }
            int step = steps.of(sample.unixNano());
            DistributionSample earlier = before;
            before = sample;
            if (step < 0 || step >= increases.length) {
                continue;
            }
            boolean isWhole = metric.temporality() == Metric.DELTA
                    || (earlier == null
                            ? sample.startUnixNano() != 0 && sample.startUnixNano() >= since
                            : isReset(earlier, sample));
            if (isWhole || earlier != null) {
                StepDistribution increase = increases[step] == null ? new StepDistribution() : increases[step];
                add(increase, isWhole ? null : earlier, sample);
                increases[step] = increase;
            }
        }
        return increases;
    }

    private static void add(
            StepDistribution increase, @Nullable DistributionSample earlier, DistributionSample sample) {
        if (earlier == null) {
            increase.add(sample.count(), sample.sum(), sample.buckets());
        } else {
            increase.add(
                    sample.count() - earlier.count(),
                    sample.sum() - earlier.sum(),
                    sample.buckets().minus(earlier.buckets()));
        }
    }

    private static boolean isReset(DistributionSample earlier, DistributionSample sample) {
        boolean beganAnew = sample.startUnixNano() != 0
                && earlier.startUnixNano() != 0
                && sample.startUnixNano() != earlier.startUnixNano()
                && sample.startUnixNano() >= earlier.unixNano();
        return beganAnew
                || sample.count() < earlier.count()
                || !sample.buckets().fits(earlier.buckets())
                || sample.buckets().minus(earlier.buckets()).hasNegative();
    }
}
