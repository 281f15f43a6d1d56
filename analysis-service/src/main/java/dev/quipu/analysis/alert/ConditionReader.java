package dev.quipu.analysis.alert;

import dev.quipu.analysis.alert.FigureReader.Window;
import dev.quipu.analysis.alert.ObjectivesAnswer.Burn;
import dev.quipu.model.alert.AlertCondition;
import dev.quipu.model.alert.ErrorBudget;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Judges conditions at a time: each of their series by itself. */
@ApplicationScoped
public class ConditionReader {

    /** Series that had a record within so long before a window are missed when they have none in it. */
    private static final long MISSED_SECONDS = 86_400;

    private final FigureReader figures;

    ConditionReader(FigureReader figures) {
        this.figures = figures;
    }

    /**
     * Fails with {@link FigureReader.NotCountedYetException}.
     *
     * @param at end of the windows
     */
    Uni<List<Judged>> judge(String tenant, AlertCondition condition, Instant at) {
        return switch (condition.kind()) {
            case THRESHOLD -> threshold(tenant, (AlertCondition.Threshold) condition, at);
            case CHANGE -> change(tenant, (AlertCondition.Change) condition, at);
            case ABSENCE -> absence(tenant, (AlertCondition.Absence) condition, at);
            case ERROR_BUDGET -> budget(tenant, (ErrorBudget) condition, at);
        };
    }

    private Uni<List<Judged>> threshold(String tenant, AlertCondition.Threshold condition, Instant at) {
        return figures.values(tenant, condition.figure(), Window.before(at, condition.windowSeconds()))
                .map(values -> {
                    List<Judged> judged = new ArrayList<>();
                    values.forEach((labels, value) -> {
                        boolean holds = switch (condition.comparison()) {
                            case ABOVE -> value > condition.value();
                            case BELOW -> value < condition.value();
                        };
                        judged.add(new Judged(
                                labels,
                                holds,
                                OptionalDouble.of(value),
                                text(
                                        "%.6g, %s is %.6g",
                                        value, condition.comparison().label(), condition.value())));
                    });
                    return judged;
                });
    }

    private Uni<List<Judged>> change(String tenant, AlertCondition.Change condition, Instant at) {
        Window window = Window.before(at, condition.windowSeconds());
        Window baseline = Window.before(window.from(), condition.baselineSeconds());
        return Uni.combine()
                .all()
                .unis(
                        figures.values(tenant, condition.figure(), window),
                        figures.values(tenant, condition.figure(), baseline))
                .with((now, before) -> {
                    List<Judged> judged = new ArrayList<>();
                    now.forEach((labels, value) -> {
                        Double was = before.get(labels);
                        if (was != null) {
                            judged.add(new Judged(
                                    labels,
                                    differs(condition, was, value),
                                    OptionalDouble.of(value),
                                    text("%.6g, before it was %.6g", value, was)));
                        }
                    });
                    return judged;
                });
    }

    private static boolean differs(AlertCondition.Change condition, double was, double now) {
        double by = condition.factor() * Math.abs(was);
        return switch (condition.direction()) {
            case UP -> now - was > by;
            case DOWN -> was - now > by;
            case ANY -> Math.abs(now - was) > by;
        };
    }

    private Uni<List<Judged>> absence(String tenant, AlertCondition.Absence condition, Instant at) {
        Window window = Window.before(at, condition.windowSeconds());
        return Uni.combine()
                .all()
                .unis(
                        figures.values(tenant, condition.figure(), window),
                        figures.values(tenant, condition.figure(), Window.before(window.from(), MISSED_SECONDS)))
                .with((now, before) -> {
                    Map<String, Judged> judged = new TreeMap<>();
                    before.keySet().forEach(labels -> {
                        Judged missed = new Judged(
                                labels,
                                !now.containsKey(labels),
                                OptionalDouble.empty(),
                                text("nothing within %d s", condition.windowSeconds()));
                        judged.put(missed.series(), missed);
                    });
                    return List.copyOf(judged.values());
                });
    }

    private Uni<List<Judged>> budget(String tenant, ErrorBudget budget, Instant at) {
        return burns(tenant, budget, at)
                .map(burns -> worst(burns.stream().map(ConditionReader::judged).toList()));
    }

    /**
     * How fast a budget is burnt, by its pairs of windows. Fails with {@link FigureReader.NotCountedYetException}.
     *
     * @param at end of the windows
     */
    Uni<List<Burn>> burns(String tenant, ErrorBudget budget, Instant at) {
        return Multi.createFrom()
                .iterable(budget.burnWindows())
                .onItem()
                .transformToUniAndConcatenate(window -> Uni.combine()
                        .all()
                        .unis(
                                burnRate(tenant, budget, Window.before(at, window.longSeconds())),
                                burnRate(tenant, budget, Window.before(at, window.shortSeconds())))
                        .with((longRate, shortRate) -> new Burn(
                                window.longSeconds(), window.shortSeconds(), longRate, shortRate, window.burnRate())))
                .collect()
                .asList();
    }

    /** How many times as fast as it would last for its period the budget is burnt; 0 without spans. */
    private Uni<Double> burnRate(String tenant, ErrorBudget budget, Window window) {
        return figures.spans(tenant, budget.spans(), List.of(), window)
                .map(found -> found.series().values().stream()
                                .mapToDouble(spans -> spans.badShare(budget))
                                .findFirst()
                                .orElse(0)
                        / (1 - budget.objective()));
    }

    private static Judged judged(Burn burn) {
        return new Judged(
                Map.of(),
                burn.longBurnRate() >= burn.allowed() && burn.shortBurnRate() >= burn.allowed(),
                OptionalDouble.of(burn.longBurnRate()),
                text(
                        "the budget is burnt %.3g times too fast over %d s and %.3g times over %d s, %.3g is allowed",
                        burn.longBurnRate(),
                        burn.longSeconds(),
                        burn.shortBurnRate(),
                        burn.shortSeconds(),
                        burn.allowed()));
    }

    /** The budget is one series: the first pair of windows that is too fast speaks for it. */
    private static List<Judged> worst(List<Judged> windows) {
        return windows.stream()
                .filter(Judged::holds)
                .findFirst()
                .or(() -> windows.stream().findFirst())
                .map(List::of)
                .orElse(List.of());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
