package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.alert.Figure;
import dev.quipu.model.alert.Labelled;
import dev.quipu.model.series.StepFunction;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A figure as JSON: the fields of both kinds in one object, told apart by {@code kind}. */
@Schema(name = "AlertFigure", description = "A number over time, of one series or of several.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record FigureJson(
        @Schema(
                description = "red: service, namespace, spanName, spanKind, figure, groupBy. metric: match, function,"
                        + " quantile.",
                examples = "red")
        @Nullable
        String kind,

        @Schema(description = "Of red: service.name of the spans' component.", examples = "cart") @Nullable
        String service,

        @Schema(description = "Of red: service.namespace of it; absent: any.", examples = "shop") @Nullable
        String namespace,

        @Schema(description = "Of red: absent: any.", examples = "GET /cart") @Nullable
        String spanName,

        @Schema(
                description = "Of red: unspecified, internal, server, client, producer or consumer; absent: any.",
                examples = "server")
        @Nullable
        String spanKind,

        @Schema(
                description = "Of red: rate (spans per second), error_ratio (0 to 1), mean_nanos, p50_nanos, p90_nanos,"
                        + " p95_nanos or p99_nanos.",
                examples = "error_ratio")
        @Nullable
        String figure,

        @Schema(
                description = "Of red: a series for each component, spanName or kind; default: one series.",
                examples = "[\"spanName\"]")
        @Nullable
        List<String> groupBy,

        @Schema(
                description = "Of metric: a selector as of Prometheus.",
                examples = "http.server.active_requests{service=\"cart\"}")
        @Nullable
        String match,

        @Schema(
                description = "Of metric: last, avg, min, max, sum, count, quantile, increase, rate or"
                        + " histogram_quantile.",
                examples = "avg")
        @Nullable
        String function,

        @Schema(description = "Of metric, with functions that need one: 0 to 1.", examples = "0.9") @Nullable
        Double quantile) {

    private static final int MAX_MATCH = 2_000;

    /**
     * @throws IllegalArgumentException when a field of the kind is absent or not what it should be
     */
    Figure model() {
        return switch (Labelled.parse("figure.kind", Figure.Kind.class, Required.field("figure.kind", kind))) {
            case RED ->
                new Figure.Red(
                        new SpanSelectionJson(service, namespace, spanName, spanKind).model(),
                        Labelled.parse("figure.figure", Figure.Measure.class, Required.field("figure.figure", figure)),
                        groupBy == null
                                ? List.of()
                                : groupBy.stream().map(FigureJson::grouping).toList());
            case METRIC ->
                new Figure.Metric(
                        Labels.text("match", Required.field("match", match), MAX_MATCH),
                        StepFunction.parse(Required.field("function", function)),
                        Optional.ofNullable(quantile));
        };
    }

    private static Figure.Grouping grouping(@Nullable String label) {
        return Labelled.parse("groupBy", Figure.Grouping.class, Required.field("groupBy", label));
    }

    static FigureJson of(Figure figure) {
        return switch (figure.kind()) {
            case RED -> of((Figure.Red) figure);
            case METRIC -> of((Figure.Metric) figure);
        };
    }

    private static FigureJson of(Figure.Red red) {
        SpanSelectionJson spans = SpanSelectionJson.of(red.spans());
        return new FigureJson(
                red.kind().label(),
                spans.service(),
                spans.namespace(),
                spans.spanName(),
                spans.spanKind(),
                red.measure().label(),
                red.groupBy().stream().map(Figure.Grouping::label).toList(),
                null,
                null,
                null);
    }

    private static FigureJson of(Figure.Metric metric) {
        return new FigureJson(
                metric.kind().label(),
                null,
                null,
                null,
                null,
                null,
                null,
                metric.match(),
                metric.function().word(),
                metric.quantile().orElse(null));
    }
}
