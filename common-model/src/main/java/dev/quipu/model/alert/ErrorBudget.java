package dev.quipu.model.alert;

import java.util.List;
import java.util.OptionalLong;

/**
 * The budget of errors that an objective leaves is burnt so fast that it will not last: over the long window of one of
 * the pairs, and over its short one, which says that it still goes on, at least {@code burnRate} times as fast as would
 * use it up by the end of the period. See the <a href="https://sre.google/workbook/alerting-on-slos/">SRE workbook</a>.
 *
 * @param objective the share of spans that is to be good, between 0 and 1 exclusively
 * @param periodDays 1 to 90: the time that the budget is for
 * @param latencyMillis a span that takes longer counts as failed; empty: one whose status is error
 * @param burnWindows never empty; those of the workbook when none are given
 */
public record ErrorBudget(
        SpanSelection spans, double objective, int periodDays, OptionalLong latencyMillis, List<BurnWindow> burnWindows)
        implements AlertCondition {

    /** The workbook's for a period of 30 days: 2 % of the budget in an hour, 5 % in six, 10 % in three days. */
    public static final List<BurnWindow> USUAL_WINDOWS = List.of(
            new BurnWindow(3_600, 300, 14.4), new BurnWindow(21_600, 1_800, 6), new BurnWindow(259_200, 21_600, 1));

    private static final int MAX_PERIOD_DAYS = 90;
    private static final int MAX_WINDOWS = 10;

    public ErrorBudget {
        burnWindows = burnWindows.isEmpty() ? USUAL_WINDOWS : List.copyOf(burnWindows);
        if (!(objective > 0 && objective < 1)) {
            throw new IllegalArgumentException(
                    "objective: expected above 0 and below 1, such as 0.999, got " + objective);
        }
        if (periodDays < 1 || periodDays > MAX_PERIOD_DAYS) {
            throw new IllegalArgumentException("periodDays: expected 1 to " + MAX_PERIOD_DAYS + ", got " + periodDays);
        }
        if (latencyMillis.isPresent() && latencyMillis.getAsLong() <= 0) {
            throw new IllegalArgumentException("latencyMillis: expected 1 or more, got " + latencyMillis.getAsLong());
        }
        if (burnWindows.size() > MAX_WINDOWS) {
            throw new IllegalArgumentException(
                    "burnWindows: expected at most " + MAX_WINDOWS + ", got " + burnWindows.size());
        }
    }

    /**
     * A pair of windows and the pace that is too fast over both.
     *
     * @param longSeconds at most 30 days
     * @param shortSeconds less than the long one
     * @param burnRate above 0; 1 uses the budget up in exactly its period
     */
    public record BurnWindow(int longSeconds, int shortSeconds, double burnRate) {
        public BurnWindow {
            AlertCondition.requireWindow("shortSeconds", shortSeconds, STEP_SECONDS, MAX_WINDOW_SECONDS);
            AlertCondition.requireWindow("longSeconds", longSeconds, shortSeconds + STEP_SECONDS, MAX_BASELINE_SECONDS);
            if (!(burnRate > 0) || !Double.isFinite(burnRate)) {
                throw new IllegalArgumentException("burnRate: expected a number above 0, got " + burnRate);
            }
        }
    }

    @Override
    public Kind kind() {
        return Kind.ERROR_BUDGET;
    }
}
