package dev.quipu.analysis.api;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.anomaly.AnomalyQuery;
import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.Window;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

/** When anomalies are asked for. */
public class AnomalyParameters {

    @RestQuery
    @Parameter(
            description = "RFC 3339, nanoseconds since 1970, or like `now-15m`; an hour before the end when absent.",
            example = "2026-01-01T00:00:00Z")
    Optional<String> from = Optional.empty();

    @RestQuery
    @Parameter(
            description = "RFC 3339, nanoseconds since 1970, or like `now-15m`; now when absent.",
            example = "2026-01-01T01:00:00Z")
    Optional<String> to = Optional.empty();

    @RestQuery
    @Parameter(description = "How much before the window is learnt from; as configured when absent.", example = "168h")
    Optional<String> history = Optional.empty();

    @RestQuery
    @Parameter(description = "Length of a step, a multiple of 10s; 1m when absent.", example = "1m")
    Optional<String> step = Optional.empty();

    @RestQuery
    @Parameter(description = "Only scores of this and above, 0 to 1; 0.3 when absent.", example = "0.45")
    Optional<String> minScore = Optional.empty();

    @RestQuery
    @Parameter(description = TraceExplanationResource.CURSOR, example = "1000")
    Optional<String> cursor = Optional.empty();

    @RestQuery
    @Parameter(description = TraceExplanationResource.LIMIT, example = "100")
    Optional<String> limit = Optional.empty();

    AnomalyQuery query(AnalysisConfig.Anomalies config) {
        return AnomalyQuery.of(
                Window.parse(from, to, config.defaultLookback()),
                new AnomalyQuery.Asked(history, step, minScore),
                config.history(),
                Page.of(cursor, limit, from, to));
    }
}
