package dev.quipu.analysis.anomaly;

import java.util.Map;

/**
 * Values of one series over time.
 *
 * @param name of the metric, or of the figure
 * @param labels what tells it from others
 * @param timesUnixNano in order
 * @param values as many; NaN where there is none
 */
public record SeriesPoints(String name, Map<String, String> labels, long[] timesUnixNano, double[] values) {

    public SeriesPoints {
        labels = Map.copyOf(labels);
        if (timesUnixNano.length != values.length) {
            throw new IllegalArgumentException("values: expected " + timesUnixNano.length + ", got " + values.length);
        }
    }
}
