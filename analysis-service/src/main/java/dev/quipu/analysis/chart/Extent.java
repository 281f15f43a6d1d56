package dev.quipu.analysis.chart;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** What the values of a chart lie between. */
final class Extent {

    private Extent() {}

    /** @param pixels that the axis has */
    static Axis axis(Chart chart, double pixels) {
        return switch (chart.kind()) {
            case HEAT_MAP -> durations(chart.series(), pixels);
            case LINES, STACKED_BARS -> {
                DoubleSummaryStatistics values = values(chart).summaryStatistics();
                yield ValueAxis.linear(chart.unit(), values.getMin(), values.getMax(), pixels);
            }
        };
    }

    /** In the unit's base; of what is stacked the sums, and 0. */
    static DoubleStream values(Chart chart) {
        double factor = chart.unit().factor();
        if (chart.kind() != Chart.Kind.STACKED_BARS) {
            return chart.series().stream()
                    .flatMap(series -> series.values().stream())
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(value -> value.getAsDouble() * factor);
        }
        double[] sums = new double[chart.times().size() + 1];
        for (Chart.Series series : chart.series()) {
            for (int step = 0; step < series.values().size(); step++) {
                sums[step] += Math.max(0, series.values().get(step).orElse(0) * factor);
            }
        }
        return DoubleStream.of(sums);
    }

    /** A row without a finite end, or one from nothing, is as high as those beside it. */
    private static Axis durations(List<Chart.Series> rows, double pixels) {
        double low = Double.MAX_VALUE;
        double high = 1;
        for (Chart.Series row : rows) {
            Chart.Durations durations = row.durations().orElseThrow();
            boolean isEndless = durations.toNanos() == Long.MAX_VALUE;
            low = Math.min(low, Math.max(0.5, durations.fromNanos()));
            high = Math.max(high, isEndless ? durations.fromNanos() * 1.2 : durations.toNanos());
        }
        return ValueAxis.logarithmic(low, Math.max(high, low * 2), pixels);
    }
}
