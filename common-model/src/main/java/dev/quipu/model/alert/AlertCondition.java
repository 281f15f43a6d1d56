package dev.quipu.model.alert;

import java.time.Duration;

/** What has to hold, of each series by itself, for a rule to be about to fire. */
public sealed interface AlertCondition permits AlertCondition.OfFigure, ErrorBudget {

    /** Spans are counted in steps of so many seconds; windows are whole steps. */
    int STEP_SECONDS = 10;

    int MAX_WINDOW_SECONDS = (int) Duration.ofDays(1).toSeconds();
    int MAX_BASELINE_SECONDS = (int) Duration.ofDays(30).toSeconds();

    /** Of which family a condition is. */
    enum Kind implements Labelled {
        THRESHOLD,
        CHANGE,
        ABSENCE,
        ERROR_BUDGET
    }

    Kind kind();

    /** A condition that looks at one figure. */
    sealed interface OfFigure extends AlertCondition {
        Figure figure();

        /** The latest so many seconds, {@value #STEP_SECONDS} to a day. */
        int windowSeconds();
    }

    /** On which side of a value a figure has to be. */
    enum Comparison implements Labelled {
        ABOVE,
        BELOW
    }

    /** The figure over the window is above, or below, the value. */
    record Threshold(Figure figure, Comparison comparison, double value, int windowSeconds) implements OfFigure {
        public Threshold {
            requireWindow("windowSeconds", windowSeconds, STEP_SECONDS, MAX_WINDOW_SECONDS);
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("value: expected a finite number, got " + value);
            }
        }

        @Override
        public Kind kind() {
            return Kind.THRESHOLD;
        }
    }

    /** Which way a figure has to move. */
    enum Direction implements Labelled {
        UP,
        DOWN,
        ANY
    }

    /**
     * The figure over the window differs from what it was over the time before.
     *
     * @param baselineSeconds that time, which ends where the window begins: at least the window, at most 30 days
     * @param factor a share of the baseline's figure: by more than it the figure has to differ
     */
    record Change(Figure figure, int windowSeconds, int baselineSeconds, Direction direction, double factor)
            implements OfFigure {
        public Change {
            requireWindow("windowSeconds", windowSeconds, STEP_SECONDS, MAX_WINDOW_SECONDS);
            requireWindow("baselineSeconds", baselineSeconds, windowSeconds, MAX_BASELINE_SECONDS);
            if (!(factor > 0) || !Double.isFinite(factor)) {
                throw new IllegalArgumentException("factor: expected a number above 0, got " + factor);
            }
        }

        @Override
        public Kind kind() {
            return Kind.CHANGE;
        }
    }

    /** A series of the figure that was known has no record within the window. */
    record Absence(Figure figure, int windowSeconds) implements OfFigure {
        public Absence {
            requireWindow("windowSeconds", windowSeconds, STEP_SECONDS, MAX_WINDOW_SECONDS);
        }

        @Override
        public Kind kind() {
            return Kind.ABSENCE;
        }
    }

    /**
     * Whole steps within bounds.
     *
     * @throws IllegalArgumentException for others
     */
    static void requireWindow(String field, int seconds, int least, int most) {
        if (seconds < least || seconds > most || seconds % STEP_SECONDS != 0) {
            throw new IllegalArgumentException(field + ": expected " + least + " to " + most + ", a multiple of "
                    + STEP_SECONDS + ", got " + seconds);
        }
    }
}
