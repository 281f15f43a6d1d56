package dev.quipu.analysis.cause;

/**
 * A metric of a component over time, of all windows together.
 *
 * @param kind what it measures
 * @param metric what tells it from the component's other series: the metric's name, with labels where they matter
 * @param timesUnixNano in order
 * @param values as many; NaN where there is none
 */
public record ComponentSeries(
        String component, IndicatorKind kind, String metric, long[] timesUnixNano, double[] values) {

    public ComponentSeries {
        if (timesUnixNano.length != values.length) {
            throw new IllegalArgumentException("values: expected " + timesUnixNano.length + ", got " + values.length);
        }
    }
}
