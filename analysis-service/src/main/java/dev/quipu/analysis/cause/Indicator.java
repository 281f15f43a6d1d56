package dev.quipu.analysis.cause;

import java.util.List;

/**
 * One figure of one component in the window of an incident, and the same figure in windows before it, each as long.
 *
 * @param detail what the figure is of: a span name, a caller, a log template, a metric
 * @param value finite
 * @param baseline of the windows in which there was such a figure, in any order; finite
 * @param isMetric whether it was made of a metric, not of traces or log records
 * @param samples what the value was made of: spans, calls, requests, points; 1 or more
 */
public record Indicator(
        String component,
        IndicatorKind kind,
        String detail,
        double value,
        List<Double> baseline,
        long samples,
        boolean isMetric) {

    /** Of traces or log records. */
    public Indicator(
            String component, IndicatorKind kind, String detail, double value, List<Double> baseline, long samples) {
        this(component, kind, detail, value, baseline, samples, false);
    }

    public Indicator {
        baseline = List.copyOf(baseline);
        requireFinite("value", value);
        baseline.forEach(one -> requireFinite("baseline", one));
        if (samples < 1) {
            throw new IllegalArgumentException("samples: expected 1 or more, got " + samples);
        }
    }

    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + ": expected a finite number, got " + value);
        }
    }
}
