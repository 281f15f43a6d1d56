package dev.quipu.analysis.chart;

import dev.quipu.analysis.heatmap.HeatMapAnswer;
import dev.quipu.analysis.heatmap.HeatMapQuery;
import dev.quipu.analysis.heatmap.HeatMapReader;
import dev.quipu.model.query.RecordFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.OptionalDouble;

/** Spans by time and duration. */
@ApplicationScoped
public class HeatMapChart {

    private final HeatMapReader reader;

    HeatMapChart(HeatMapReader reader) {
        this.reader = reader;
    }

    public Uni<Chart> read(String tenant, HeatMapQuery query) {
        return reader.read(tenant, query).map(found -> chart(query, found));
    }

    private static Chart chart(HeatMapQuery query, HeatMapAnswer found) {
        long stepNanos = Long.parseLong(found.stepNanos());
        return new Chart(
                query.filter().equals(RecordFilter.ALL)
                        ? "Durations of spans"
                        : "Durations of spans where " + query.filter(),
                ChartUnit.SPANS,
                Chart.Kind.HEAT_MAP,
                ChartTimes.of(Long.parseLong(found.fromUnixNano()), stepNanos, found.steps()),
                stepNanos,
                found.rows().stream().map(HeatMapChart::series).toList(),
                false,
                Optional.of(found.watermark()));
    }

    private static Chart.Series series(HeatMapAnswer.Row row) {
        return new Chart.Series(
                row.fromNanos() + "ns to " + row.toNanos() + "ns",
                Optional.of(new Chart.Durations(Long.parseLong(row.fromNanos()), Long.parseLong(row.toNanos()))),
                row.counts().stream().map(OptionalDouble::of).toList());
    }
}
