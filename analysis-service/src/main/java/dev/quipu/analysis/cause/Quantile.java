package dev.quipu.analysis.cause;

import java.util.Collection;

/** Quantiles of a few values, between neighbours by proportion. */
final class Quantile {

    private Quantile() {}

    /** @param sorted at least one */
    static double ofSorted(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** @param values at least one */
    static double median(Collection<Double> values) {
        return of(values, 0.5);
    }

    /** @param values at least one */
    static double of(Collection<Double> values, double share) {
        return ofSorted(values.stream().mapToDouble(value -> value).sorted().toArray(), share);
    }
}
