package dev.quipu.model.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Estimates quantiles of what buckets counted, values taken to be spread evenly within each. Buckets with different
 * bounds add up, because their counts are read as one distribution.
 */
final class Quantiles {

    private final double[] lower;
    private final double[] upper;
    private final double[] counts;
    private final double[] edges;
    private final double total;

    Quantiles(Collection<Buckets> buckets) {
        List<Buckets.Interval> intervals = new ArrayList<>();
        buckets.forEach(one -> one.eachInterval(interval -> {
            if (interval.count() > 0) {
                intervals.add(bounded(interval));
            }
        }));
        lower = intervals.stream().mapToDouble(Buckets.Interval::lower).toArray();
        upper = intervals.stream().mapToDouble(Buckets.Interval::upper).toArray();
        counts = intervals.stream().mapToDouble(Buckets.Interval::count).toArray();
        edges = DoubleStream.concat(Arrays.stream(lower), Arrays.stream(upper))
                .sorted()
                .distinct()
                .toArray();
        total = Arrays.stream(counts).sum();
    }

    /** What is beyond the last bound counts as lying on it; what is below a first positive bound begins at 0. */
    private static Buckets.Interval bounded(Buckets.Interval interval) {
        if (interval.upper() == Double.POSITIVE_INFINITY) {
            double bound = interval.lower() == Double.NEGATIVE_INFINITY ? 0 : interval.lower();
            return new Buckets.Interval(bound, bound, interval.count());
        }
        if (interval.lower() == Double.NEGATIVE_INFINITY) {
            return new Buckets.Interval(Math.min(0, interval.upper()), interval.upper(), interval.count());
        }
        return interval;
    }

    /** @param quantile 0 to 1; the answer is NaN when nothing was counted */
    double at(double quantile) {
        if (!(total > 0)) {
            return Double.NaN;
        }
        double wanted = quantile * total;
        int from = 0;
        int to = edges.length - 1;
        while (from < to) {
            int middle = from + to >>> 1;
            if (countedUpTo(edges[middle]) < wanted) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        if (from == 0) {
            return edges[0];
        }
        double below = countedUpTo(edges[from - 1]);
        double above = countedBefore(edges[from]);
        double share = above > below ? Math.min(1, (wanted - below) / (above - below)) : 1;
        return edges[from - 1] + share * (edges[from] - edges[from - 1]);
    }

    private double countedUpTo(double value) {
        return counted(value, true);
    }

    /** Without what lies just on the value. */
    private double countedBefore(double value) {
        return counted(value, false);
    }

    private double counted(double value, boolean inclusive) {
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            if (upper[i] < value || upper[i] == value && (inclusive || lower[i] < value)) {
                sum += counts[i];
            } else if (lower[i] < value) {
                sum += counts[i] * (value - lower[i]) / (upper[i] - lower[i]);
            }
        }
        return sum;
    }
}
