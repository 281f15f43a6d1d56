package dev.quipu.analysis.heatmap;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.client.HeatMapClient;
import dev.quipu.analysis.read.StepLength;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.Signal;
import dev.quipu.model.query.QuerySyntaxException;
import dev.quipu.model.query.RecordFilter;
import java.time.Duration;
import java.util.Optional;

/**
 * Which spans are counted.
 *
 * @param step length of a column
 */
public record HeatMapQuery(RecordFilter filter, Window window, Duration step) {

    /**
     * @param step such as 30s or 5m; empty: as fits the window
     * @throws BadParameterException when something cannot be understood
     */
    public static HeatMapQuery of(Window window, Optional<String> q, Optional<String> step) {
        String text = q.orElse("");
        try {
            return new HeatMapQuery(
                    RecordFilter.parse(Signal.TRACES, text),
                    window,
                    step.map(StepLength::parse).orElseGet(() -> StepLength.fitting(window)));
        } catch (QuerySyntaxException e) {
            throw new BadParameterException("q: expected a search for spans, got '" + text + "': " + e.getMessage());
        }
    }

    HeatMapClient.Query question() {
        return new HeatMapClient.Query(filter, window.fromUnixNano(), window.toUnixNano(), step);
    }
}
