package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.alert.AlertCondition;
import dev.quipu.model.alert.AlertCondition.Comparison;
import dev.quipu.model.alert.AlertCondition.Direction;
import dev.quipu.model.alert.ErrorBudget;
import dev.quipu.model.alert.Labelled;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A condition as JSON: the fields of every kind in one object, told apart by {@code kind}. */
@Schema(name = "AlertCondition", description = "What has to hold, of each series by itself, for a rule to fire.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record AlertConditionJson(
        @Schema(
                description =
                        "threshold: figure, comparison, value, windowSeconds. change: figure, windowSeconds, baselineSeconds,"
                                + " direction, factor. absence: figure, windowSeconds. error_budget: spans, objective,"
                                + " periodDays, latencyMillis, burnWindows.",
                examples = "threshold")
        @Nullable
        String kind,

        @Schema(description = "The number that it looks at; not of an error budget.") @Nullable
        FigureJson figure,

        @Schema(description = "Of a threshold: above or below.", examples = "above") @Nullable
        String comparison,

        @Schema(description = "Of a threshold: the value that the figure has to be above or below.", examples = "0.05")
        @Nullable
        Double value,

        @Schema(
                description = "Over the latest so many seconds: 10 to 86400, a multiple of 10. Of an absence: without a"
                        + " record in them.",
                examples = "300")
        @Nullable
        Integer windowSeconds,

        @Schema(
                description =
                        "Of a change: the time before the window that it is compared with, at least the window and"
                                + " at most 2592000, a multiple of 10.",
                examples = "3600")
        @Nullable
        Integer baselineSeconds,

        @Schema(description = "Of a change: up, down or any.", examples = "up") @Nullable
        String direction,

        @Schema(
                description = "Of a change: the share of the baseline's figure that it has to differ by; above 0.",
                examples = "0.5")
        @Nullable
        Double factor,

        @Schema(description = "Of an error budget: the spans that are to be good.") @Nullable
        SpanSelectionJson spans,

        @Schema(description = "Of an error budget: the share of them, above 0 and below 1.", examples = "0.999")
        @Nullable
        Double objective,

        @Schema(description = "Of an error budget: the time that it is for, 1 to 90 days.", examples = "30") @Nullable
        Integer periodDays,

        @Schema(
                description =
                        "Of an error budget: a span that takes longer counts as failed; absent: one whose status is"
                                + " error.",
                examples = "250")
        @Nullable
        Long latencyMillis,

        @Schema(
                description =
                        "Of an error budget: it is burnt too fast when it is over both windows of one of these, at most"
                                + " 10. Default: the three of the Google SRE workbook.")
        @Nullable
        List<BurnWindow> burnWindows) {

    @Schema(name = "BurnWindow", description = "A pair of windows and the pace that is too fast over both.")
    record BurnWindow(
            @Schema(description = "More than shortSeconds, at most 2592000; a multiple of 10.", examples = "3600")
            @Nullable
            Integer longSeconds,

            @Schema(description = "10 to 86400, a multiple of 10.", examples = "300") @Nullable
            Integer shortSeconds,

            @Schema(description = "1 uses the budget up in exactly its period; above 0.", examples = "14.4") @Nullable
            Double burnRate) {

        ErrorBudget.BurnWindow model() {
            return new ErrorBudget.BurnWindow(
                    Required.field("burnWindows.longSeconds", longSeconds),
                    Required.field("burnWindows.shortSeconds", shortSeconds),
                    Required.field("burnWindows.burnRate", burnRate));
        }

        static BurnWindow of(ErrorBudget.BurnWindow window) {
            return new BurnWindow(window.longSeconds(), window.shortSeconds(), window.burnRate());
        }
    }

    /**
     * @throws IllegalArgumentException when a field of the kind is absent or not what it should be
     */
    AlertCondition model() {
        return switch (Labelled.parse("kind", AlertCondition.Kind.class, Required.field("kind", kind))) {
            case THRESHOLD ->
                new AlertCondition.Threshold(
                        Required.field("figure", figure).model(),
                        Labelled.parse("comparison", Comparison.class, Required.field("comparison", comparison)),
                        Required.field("value", value),
                        Required.field("windowSeconds", windowSeconds));
            case CHANGE ->
                new AlertCondition.Change(
                        Required.field("figure", figure).model(),
                        Required.field("windowSeconds", windowSeconds),
                        Required.field("baselineSeconds", baselineSeconds),
                        Labelled.parse("direction", Direction.class, Required.field("direction", direction)),
                        Required.field("factor", factor));
            case ABSENCE ->
                new AlertCondition.Absence(
                        Required.field("figure", figure).model(), Required.field("windowSeconds", windowSeconds));
            case ERROR_BUDGET -> budget();
        };
    }

    private ErrorBudget budget() {
        return new ErrorBudget(
                Required.field("spans", spans).model(),
                Required.field("objective", objective),
                Required.field("periodDays", periodDays),
                latencyMillis == null ? OptionalLong.empty() : OptionalLong.of(latencyMillis),
                burnWindows == null
                        ? List.of()
                        : burnWindows.stream()
                                .map(window ->
                                        Required.field("burnWindows", window).model())
                                .toList());
    }

    /** With the fields of its kind and no others. */
    static AlertConditionJson of(AlertCondition condition) {
        return switch (condition.kind()) {
            case THRESHOLD -> of((AlertCondition.Threshold) condition);
            case CHANGE -> of((AlertCondition.Change) condition);
            case ABSENCE -> of((AlertCondition.Absence) condition);
            case ERROR_BUDGET -> of((ErrorBudget) condition);
        };
    }

    private static AlertConditionJson of(AlertCondition.Threshold threshold) {
        return new AlertConditionJson(
                threshold.kind().label(),
                FigureJson.of(threshold.figure()),
                threshold.comparison().label(),
                threshold.value(),
                threshold.windowSeconds(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static AlertConditionJson of(AlertCondition.Change change) {
        return new AlertConditionJson(
                change.kind().label(),
                FigureJson.of(change.figure()),
                null,
                null,
                change.windowSeconds(),
                change.baselineSeconds(),
                change.direction().label(),
                change.factor(),
                null,
                null,
                null,
                null,
                null);
    }

    private static AlertConditionJson of(AlertCondition.Absence absence) {
        return new AlertConditionJson(
                absence.kind().label(),
                FigureJson.of(absence.figure()),
                null,
                null,
                absence.windowSeconds(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static AlertConditionJson of(ErrorBudget budget) {
        OptionalLong latency = budget.latencyMillis();
        return new AlertConditionJson(
                budget.kind().label(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                SpanSelectionJson.of(budget.spans()),
                budget.objective(),
                budget.periodDays(),
                latency.isPresent() ? latency.getAsLong() : null,
                budget.burnWindows().stream().map(BurnWindow::of).toList());
    }
}
