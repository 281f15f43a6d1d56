package dev.quipu.model.series;

import java.util.Arrays;
import java.util.Locale;

/** What is made of a series' samples in each step. */
public enum StepFunction {
    /** The latest value, of an earlier step when there is none since, up to five minutes old. */
    LAST,
    AVG,
    MIN,
    MAX,
    SUM,
    COUNT,
    /** The value below which a share of the values lies. */
    QUANTILE,
    /** By how much a counter grew, resets taken into account. */
    INCREASE,
    /** The increase per second. */
    RATE,
    /** The value below which a share of what histograms counted lies. */
    HISTOGRAM_QUANTILE;

    /**
     * @throws IllegalArgumentException when no function has the name
     */
    public static StepFunction parse(String name) {
        return Arrays.stream(values())
                .filter(function -> function.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("function: expected one of "
                        + Arrays.stream(values()).map(StepFunction::word).toList() + ", got '" + name + "'"));
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean needsQuantile() {
        return this == QUANTILE || this == HISTOGRAM_QUANTILE;
    }
}
