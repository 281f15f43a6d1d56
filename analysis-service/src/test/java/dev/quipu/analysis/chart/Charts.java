package dev.quipu.analysis.chart;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Charts to be written. */
final class Charts {

    static final long MINUTE = 60_000_000_000L;

    private Charts() {}

    static Chart of(Chart.Kind kind, ChartUnit unit, Chart.Series... series) {
        int steps = series.length == 0 ? 3 : series[0].values().size();
        return new Chart(
                "Title",
                unit,
                kind,
                ChartTimes.of(ChartTimes.unixNano(Instant.parse("2026-01-01T00:00:00Z")), MINUTE, steps),
                MINUTE,
                List.of(series),
                false,
                Optional.empty());
    }

    /** @param values NaN for none */
    static Chart.Series series(String name, double... values) {
        return Chart.Series.of(
                name,
                Arrays.stream(values)
                        .mapToObj(value -> Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value))
                        .toList());
    }

    static Chart.Series row(long fromNanos, long toNanos, double... counts) {
        return new Chart.Series(
                fromNanos + "ns to " + toNanos + "ns",
                Optional.of(new Chart.Durations(fromNanos, toNanos)),
                series("", counts).values());
    }
}
