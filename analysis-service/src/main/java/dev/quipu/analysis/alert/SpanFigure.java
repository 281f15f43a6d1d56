package dev.quipu.analysis.alert;

import dev.quipu.analysis.read.SpanSearch;
import dev.quipu.model.CatalogText;
import dev.quipu.model.Span;
import dev.quipu.model.alert.ErrorBudget;
import dev.quipu.model.alert.Figure;
import dev.quipu.model.alert.SpanSelection;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCell;
import dev.quipu.model.rollup.SpanKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Spans of a window, series by series. Not thread-safe. */
final class SpanFigure {

    private static final double P50 = 0.5;
    private static final double P90 = 0.9;
    private static final double P95 = 0.95;
    private static final double P99 = 0.99;

    private final RollupCell all = new RollupCell();
    private double errors;

    SpanFigure() {}

    /** Those of the spans that are selected, by their labels. */
    static Map<Map<String, String>, SpanFigure> of(
            Rollup<SpanKey> spans, SpanSelection selection, List<Figure.Grouping> groupBy) {
        Map<Map<String, String>, SpanFigure> series = new HashMap<>();
        spans.byKey().forEach((key, cell) -> {
            if (isSelected(key, selection)) {
                series.computeIfAbsent(labels(key, groupBy), unseen -> new SpanFigure())
                        .add(key, cell);
            }
        });
        return series;
    }

    static boolean isSelected(SpanKey key, SpanSelection selection) {
        return key.component().equals(CatalogText.bounded(selection.service(), CatalogText.MAX_NAME))
                && selection
                        .namespace()
                        .map(name -> key.namespace().equals(CatalogText.bounded(name, CatalogText.MAX_NAME)))
                        .orElse(true)
                && selection
                        .spanName()
                        .map(name -> key.spanName().equals(CatalogText.bounded(name, CatalogText.MAX_SPAN_NAME)))
                        .orElse(true)
                && selection
                        .spanKind()
                        .map(kind -> key.kind() == kind.ordinal())
                        .orElse(true);
    }

    private static Map<String, String> labels(SpanKey key, List<Figure.Grouping> groupBy) {
        Map<String, String> labels = new TreeMap<>();
        groupBy.forEach(grouping -> labels.put(
                grouping.label(),
                switch (grouping) {
                    case COMPONENT ->
                        key.namespace().isEmpty() ? key.component() : key.namespace() + "/" + key.component();
                    case SPAN_NAME -> key.spanName();
                    case KIND -> SpanSearch.kind(key.kind());
                }));
        return labels;
    }

    void add(SpanKey key, RollupCell cell) {
        all.add(cell);
        errors += key.statusCode() == Span.Status.CODE_ERROR ? cell.weight() : 0;
    }

    /** @param seconds of the window */
    double value(Figure.Measure measure, double seconds) {
        return switch (measure) {
            case RATE -> all.weight() / seconds;
            case ERROR_RATIO -> errorRatio();
            case MEAN_NANOS -> all.sumNanos() / all.weight();
            case P50_NANOS -> all.quantileNanos(P50);
            case P90_NANOS -> all.quantileNanos(P90);
            case P95_NANOS -> all.quantileNanos(P95);
            case P99_NANOS -> all.quantileNanos(P99);
        };
    }

    /** Share of the spans that were not as an objective wants them. */
    double badShare(ErrorBudget budget) {
        return budget.latencyMillis().isPresent()
                ? shareAbove(
                        TimeUnit.MILLISECONDS.toNanos(budget.latencyMillis().getAsLong()))
                : errorRatio();
    }

    private double errorRatio() {
        return all.weight() == 0 ? 0 : errors / all.weight();
    }

    /** Share of the spans that took longer. */
    private double shareAbove(double nanos) {
        double[] above = {0};
        all.eachDuration((duration, weight) -> above[0] += duration > nanos ? weight : 0);
        return all.weight() == 0 ? 0 : above[0] / all.weight();
    }
}
