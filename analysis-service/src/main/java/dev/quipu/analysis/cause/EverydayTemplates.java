package dev.quipu.analysis.cause;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Log templates that some component or other writes all the time: troubles that come and go. One more component that
 * writes such a thing has not found a new one.
 */
final class EverydayTemplates {

    /** A change by this share of the level is ordinary. */
    private static final double ORDINARY_SHARE = 0.5;

    private record Level(double sum, int count) {}

    private final Map<String, Level> levels = new HashMap<>();
    private int windows = 1;

    EverydayTemplates(List<Indicator> indicators) {
        for (Indicator indicator : indicators) {
            if (indicator.kind() == IndicatorKind.LOG_TEMPLATE) {
                windows = Math.max(windows, indicator.baseline().size());
                for (double value : indicator.baseline()) {
                    if (value > 0) {
                        levels.merge(
                                LogFigures.text(indicator.detail()),
                                new Level(value, 1),
                                (a, b) -> new Level(a.sum + b.sum, a.count + b.count));
                    }
                }
            }
        }
    }

    /** What is ordinary of a template that its component does not usually write there; 0 for all other indicators. */
    double levelFor(Indicator indicator) {
        if (indicator.kind() != IndicatorKind.LOG_TEMPLATE || Quantile.median(indicator.baseline()) > 0) {
            return 0;
        }
        Level level = levels.getOrDefault(LogFigures.text(indicator.detail()), new Level(0, 1));
        double frequency = Math.min(1, (double) level.count() / windows);
        return ORDINARY_SHARE * frequency * level.sum() / level.count();
    }
}
