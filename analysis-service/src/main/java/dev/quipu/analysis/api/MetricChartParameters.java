package dev.quipu.analysis.api;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.client.MetricClient;
import dev.quipu.analysis.read.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

/** Which values of metrics a chart is of, in storage's words. */
public class MetricChartParameters {

    @RestQuery
    @Parameter(
            description = "Which series: a selector as Prometheus writes them, `name{key=\"value\"}`. May be repeated.",
            required = true,
            example = "http.server.request.duration{http.route=\"/cart\"}")
    List<String> match = List.of();

    @RestQuery
    @Parameter(
            description = "What is made of the points of each step: `last`, `avg`, `min`, `max`, `sum`, `count`,"
                    + " `quantile`, `rate`, `increase`, `histogram_quantile`; last when absent.",
            example = "rate")
    Optional<String> function = Optional.empty();

    @RestQuery
    @Parameter(description = "For `quantile` and `histogram_quantile`: 0 to 1.", example = "0.99")
    Optional<String> quantile = Optional.empty();

    @RestQuery
    @Parameter(description = "Of histograms and summaries: `count` or `sum`; count when absent.", example = "count")
    Optional<String> field = Optional.empty();

    @RestQuery
    @Parameter(
            description = "How series become one: `none`, `sum`, `avg`, `min`, `max`, `count`, `quantile`; none when"
                    + " absent.",
            example = "sum")
    Optional<String> aggregate = Optional.empty();

    @RestQuery
    @Parameter(
            description = "Keys, separated by commas, whose values are told apart when series become one.",
            example = "service,http.route")
    Optional<String> by = Optional.empty();

    @RestQuery
    @Parameter(
            description =
                    "Unit of the values, as UCUM writes it; the metric's when absent, which is not known of series"
                            + " that became one.",
            example = "s")
    Optional<String> unit = Optional.empty();

    /**
     * @throws BadParameterException when no series is asked for
     */
    MetricClient.Query query(Window window, Duration step) {
        if (match.stream().allMatch(String::isBlank)) {
            throw new BadParameterException(
                    "match: expected a selector such as http.server.request.duration, got none");
        }
        return new MetricClient.Query(
                match,
                function.orElse("last"),
                quantile,
                new MetricClient.Together(field, aggregate, by),
                Instant.EPOCH.plusNanos(window.fromUnixNano()),
                Instant.EPOCH.plusNanos(window.toUnixNano()),
                step);
    }
}
