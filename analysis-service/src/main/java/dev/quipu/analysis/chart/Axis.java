package dev.quipu.analysis.chart;

import java.util.List;

/**
 * Where values lie between two ends of a chart.
 *
 * @param low value at the one end
 * @param high value at the other
 * @param isLogarithmic whether equal ratios, not equal differences, are equally far apart
 */
record Axis(double low, double high, boolean isLogarithmic, List<Tick> ticks) {

    /**
     * @throws IllegalArgumentException when the ends are not in order
     */
    Axis {
        ticks = List.copyOf(ticks);
        if (!(low < high) || isLogarithmic && low <= 0) {
            throw new IllegalArgumentException("low: expected less than high, got " + low + " and " + high);
        }
    }

    /** A value with a line and a label. */
    record Tick(double value, String label) {}

    /** From 0 at the low end to 1 at the high end. */
    double share(double value) {
        return isLogarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }
}
