package dev.quipu.analysis.chart;

import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a chart shows, in words. */
final class ChartDescription {

    private static final int NAMED = 10;

    private ChartDescription() {}

    static String of(Chart chart) {
        if (!chart.hasValues()) {
            return "No data in this time.";
        }
        String what = chart.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "A chart of " + what + ", " + TimeAxis.range(chart.fromUnixNano(), chart.toUnixNano()) + ", in "
                + chart.times().size() + " steps of " + ChartUnit.NANOS.text(chart.stepNanos()) + ". "
                + (chart.kind() == Chart.Kind.HEAT_MAP ? heat(chart) : series(chart));
    }

    private static String heat(Chart chart) {
        return chart.series().size() + " rows of durations; up to "
                + ChartUnit.SPANS.text(HeatScale.of(HeatCells.of(chart)).most()) + " spans in a cell.";
    }

    private static String series(Chart chart) {
        DoubleSummaryStatistics values = Extent.values(chart).summaryStatistics();
        int count = chart.series().size();
        String names =
                chart.series().stream().limit(NAMED).map(Chart.Series::name).collect(Collectors.joining(", "));
        String rest = count > NAMED ? " and " + (count - NAMED) + " more" : "";
        String left = chart.truncated() && chart.kind() == Chart.Kind.LINES ? " More series are left out." : "";
        String least = chart.kind() == Chart.Kind.LINES
                ? ", the least " + chart.unit().text(values.getMin())
                : ", all series together";
        return count + " series: " + names + rest + ". The greatest value is "
                + chart.unit().text(values.getMax()) + least + "." + left;
    }
}
