package dev.quipu.analysis.jaeger;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

/** The query parameters of {@code GET /api/metrics/...}, as sent. */
public record MetricParameters(
        @RestQuery @Parameter(description = "The services; at least one.", required = true, example = "checkout")
        List<String> service,

        @RestQuery @Parameter(description = "Whether span names are told apart; false when absent.", example = "true")
        Optional<String> groupByOperation,

        @RestQuery
        @Parameter(
                description = "End of the window in milliseconds since 1970; now when absent.",
                example = "1706682509000")
        Optional<String> endTs,

        @RestQuery
        @Parameter(description = "Length of the window in milliseconds; an hour when absent.", example = "3600000")
        Optional<String> lookback,

        @RestQuery
        @Parameter(
                description =
                        "Distance of the points in milliseconds; brought to whole minutes, and to no more than 300"
                                + " points. A minute when absent.",
                example = "60000")
        Optional<String> step,

        @RestQuery
        @Parameter(
                description = "Each point is about so many milliseconds before it, at least a step; ten minutes when"
                        + " absent.",
                example = "600000")
        Optional<String> ratePer,

        @RestQuery
        @Parameter(
                description = "The kinds of spans: server, client, producer, consumer, internal, unspecified; server"
                        + " when absent.",
                example = "server")
        List<String> spanKind) {}
