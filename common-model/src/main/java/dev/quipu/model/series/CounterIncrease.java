package dev.quipu.model.series;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.Metric;
import dev.quipu.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * By how much a counter grew within a time; resets are taken into account.
 *
 * @param increase 0 or more
 */
public record CounterIncrease(Series series, double increase) {

    /** Series that one meter reports at one time. */
    private record Reporter(Resource resource, InstrumentationScope scope, String metric) {
        static Reporter of(Series series) {
            return new Reporter(
                    series.resource(), series.scope(), series.metric().name());
        }
    }

    /**
     * The increases of those that grew; of monotonic sums alone, others are left out. What was read before the time
     * tells what counters grew from. A cumulative series whose first sample lies within counts from zero when it began
     * to count at {@code since} or later, and also when its meter reported the metric before without it: then there
     * was nothing to count yet. Otherwise its first sample is only where counting goes on from.
     *
     * @param data sorted
     * @param fromUnixNano inclusive
     * @param toUnixNano exclusive
     */
    public static List<CounterIncrease> of(
            List<SeriesData> data, long fromUnixNano, long toUnixNano, long sinceUnixNano) {
        Map<Reporter, Long> firstReports = new HashMap<>();
        List<SeriesData> counters = data.stream().filter(CounterIncrease::grows).toList();
        for (SeriesData counter : counters) {
            firstReports.merge(Reporter.of(counter.series()), counter.numbers().timeUnixNano(0), Math::min);
        }
        List<CounterIncrease> increases = new ArrayList<>();
        for (SeriesData counter : counters) {
            long firstReport = firstReports.getOrDefault(Reporter.of(counter.series()), Long.MAX_VALUE);
            boolean appeared = firstReport < counter.numbers().timeUnixNano(0);
            double increase = increase(counter, fromUnixNano, toUnixNano, appeared ? Long.MIN_VALUE : sinceUnixNano);
            if (increase > 0) {
                increases.add(new CounterIncrease(counter.series(), increase));
            }
        }
        return increases;
    }

    private static boolean grows(SeriesData data) {
        Metric metric = data.series().metric();
        return metric.kind() == Metric.Kind.SUM
                && metric.monotonic()
                && data.numbers().size() > 0;
    }

    private static double increase(SeriesData data, long fromUnixNano, long toUnixNano, long sinceUnixNano) {
        Metric metric = data.series().metric();
        Samples samples = data.numbers();
        double sum = 0;
        int before = -1;
        for (int sample = 0; sample < samples.size(); sample++) {
            double value = samples.value(sample);
            if (samples.isStale(sample) || Double.isNaN(value)) {
                continue;
            }
            double added = metric.temporality() == Metric.DELTA
                    ? value
                    : NumberSteps.added(metric, samples, before, sample, sinceUnixNano);
            before = sample;
            long time = samples.timeUnixNano(sample);
            if (time >= fromUnixNano && time < toUnixNano && added > 0) {
                sum += added;
            }
        }
        return sum;
    }
}
