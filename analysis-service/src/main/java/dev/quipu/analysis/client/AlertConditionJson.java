package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quipu.model.Span;
import dev.quipu.model.alert.AlertCondition;
import dev.quipu.model.alert.ErrorBudget;
import dev.quipu.model.alert.Figure;
import dev.quipu.model.alert.Labelled;
import dev.quipu.model.alert.SpanSelection;
import dev.quipu.model.series.StepFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads conditions of alert rules as storage writes them. Everything throws {@link IllegalArgumentException}. */
final class AlertConditionJson {

    private AlertConditionJson() {}

    static AlertCondition read(JsonNode json) {
        return switch (Labelled.parse("kind", AlertCondition.Kind.class, text(json, "kind"))) {
            case THRESHOLD ->
                new AlertCondition.Threshold(
                        figure(json.path("figure")),
                        Labelled.parse("comparison", AlertCondition.Comparison.class, text(json, "comparison")),
                        json.path("value").asDouble(),
                        json.path("windowSeconds").asInt());
            case CHANGE ->
                new AlertCondition.Change(
                        figure(json.path("figure")),
                        json.path("windowSeconds").asInt(),
                        json.path("baselineSeconds").asInt(),
                        Labelled.parse("direction", AlertCondition.Direction.class, text(json, "direction")),
                        json.path("factor").asDouble());
            case ABSENCE ->
                new AlertCondition.Absence(
                        figure(json.path("figure")), json.path("windowSeconds").asInt());
            case ERROR_BUDGET -> budget(json);
        };
    }

    private static ErrorBudget budget(JsonNode json) {
        List<ErrorBudget.BurnWindow> windows = new ArrayList<>();
        json.path("burnWindows")
                .forEach(window -> windows.add(new ErrorBudget.BurnWindow(
                        window.path("longSeconds").asInt(),
                        window.path("shortSeconds").asInt(),
                        window.path("burnRate").asDouble())));
        return new ErrorBudget(
                spans(json.path("spans")),
                json.path("objective").asDouble(),
                json.path("periodDays").asInt(),
                json.hasNonNull("latencyMillis")
                        ? OptionalLong.of(json.path("latencyMillis").asLong())
                        : OptionalLong.empty(),
                windows);
    }

    private static Figure figure(JsonNode json) {
        return switch (Labelled.parse("figure.kind", Figure.Kind.class, text(json, "kind"))) {
            case RED -> {
                List<Figure.Grouping> groupBy = new ArrayList<>();
                json.path("groupBy")
                        .forEach(
                                label -> groupBy.add(Labelled.parse("groupBy", Figure.Grouping.class, label.asText())));
                yield new Figure.Red(
                        spans(json), Labelled.parse("figure", Figure.Measure.class, text(json, "figure")), groupBy);
            }
            case METRIC ->
                new Figure.Metric(
                        text(json, "match"),
                        StepFunction.parse(text(json, "function")),
                        json.hasNonNull("quantile")
                                ? Optional.of(json.path("quantile").asDouble())
                                : Optional.empty());
        };
    }

    private static SpanSelection spans(JsonNode json) {
        return new SpanSelection(
                text(json, "service"),
                optional(json, "namespace"),
                optional(json, "spanName"),
                optional(json, "spanKind").map(kind -> Span.Kind.valueOf(kind.toUpperCase(Locale.ROOT))));
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText("");
    }

    private static Optional<String> optional(JsonNode json, String field) {
        return json.hasNonNull(field) ? Optional.of(json.path(field).asText()) : Optional.empty();
    }
}
