package dev.quipu.model.series;

import java.util.Arrays;
import java.util.Locale;

/** How the values that several series have in one step become one. */
public enum Aggregation {
    /** Not at all: each series by itself. */
    NONE,
    SUM,
    AVG,
    MIN,
    MAX,
    /** How many series have a value. */
    COUNT,
    QUANTILE;

    /**
     * @throws IllegalArgumentException when no aggregation has the name
     */
    public static Aggregation parse(String name) {
        return Arrays.stream(values())
                .filter(aggregation -> aggregation.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("aggregate: expected one of "
                        + Arrays.stream(values()).map(Aggregation::word).toList() + ", got '" + name + "'"));
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param values at 0 to {@code count}, 1 or more of them; changed
     * @param quantile 0 to 1
     */
    double of(double[] values, int count, double quantile) {
        return switch (this) {
            case NONE, SUM -> Arrays.stream(values, 0, count).sum();
            case AVG -> Arrays.stream(values, 0, count).sum() / count;
            case MIN -> Arrays.stream(values, 0, count).min().orElse(Double.NaN);
            case MAX -> Arrays.stream(values, 0, count).max().orElse(Double.NaN);
            case COUNT -> count;
            case QUANTILE -> quantile(values, count, quantile);
        };
    }

    /** By linear interpolation between the two nearest ranks, as Prometheus does. */
    static double quantile(double[] values, int count, double quantile) {
        Arrays.sort(values, 0, count);
        double rank = quantile * (count - 1);
        int lower = (int) Math.floor(rank);
        int upper = Math.min(count - 1, lower + 1);
        double weight = rank - lower;
        return weight == 0 ? values[lower] : values[lower] * (1 - weight) + values[upper] * weight;
    }
}
