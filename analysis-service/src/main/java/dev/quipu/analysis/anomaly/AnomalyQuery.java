package dev.quipu.analysis.anomaly;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * When anomalies are asked for.
 *
 * @param history how much before the window is learnt from
 * @param step length of the steps of which each has one value
 * @param leastScore of what is told of, 0 to 1
 */
public record AnomalyQuery(Window window, Duration history, Duration step, double leastScore, Page page) {

    private static final Duration LEAST_STEP = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(400);

    /** What a client asked for, as it came. */
    public record Asked(Optional<String> history, Optional<String> step, Optional<String> minScore) {}

    /**
     * @throws BadParameterException when something cannot be understood
     */
    public static AnomalyQuery of(Window window, Asked asked, Duration defaultHistory, Page page) {
        Duration step = asked.step().map(text -> duration("step", text)).orElse(Duration.ofMinutes(1));
        if (step.compareTo(LEAST_STEP) < 0 || step.toMillis() % LEAST_STEP.toMillis() != 0) {
            throw new BadParameterException("step: expected a multiple of 10s, such as 1m, got '"
                    + asked.step().orElse("") + "'");
        }
        return new AnomalyQuery(
                window,
                asked.history().map(text -> duration("history", text)).orElse(defaultHistory),
                step,
                asked.minScore().map(AnomalyQuery::score).orElse(Observation.DETECTION),
                page);
    }

    private static Duration duration(String parameter, String text) {
        try {
            Duration duration = Duration.parse("PT" + text);
            if (!duration.isNegative() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw new BadParameterException(
                parameter + ": expected a length such as 90s, 5m or 168h, at most 400 days, got '" + text + "'");
    }

    private static double score(String text) {
        try {
            double score = Double.parseDouble(text);
            if (score >= 0 && score <= 1) {
                return score;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadParameterException("minScore: expected 0 to 1, got '" + text + "'");
    }

    /** Where learning begins, at a whole step. */
    Instant learnFrom() {
        long stepMillis = step.toMillis();
        long begin =
                Instant.EPOCH.plusNanos(window.fromUnixNano()).minus(history).toEpochMilli();
        return Instant.ofEpochMilli(Math.max(0, Math.floorDiv(begin, stepMillis) * stepMillis));
    }

    /** End of the last step that is over, as one that goes on has less in it than it will have. */
    Instant to() {
        Instant now = Instant.now();
        Instant end = Instant.EPOCH.plusNanos(window.toUnixNano());
        Instant over = end.isBefore(now) ? end : now;
        long stepMillis = step.toMillis();
        long whole = end.isBefore(now)
                ? Math.floorDiv(over.toEpochMilli() + stepMillis - 1, stepMillis)
                : Math.floorDiv(over.toEpochMilli(), stepMillis);
        return Instant.ofEpochMilli(Math.max(learnFrom().toEpochMilli() + stepMillis, whole * stepMillis));
    }

    /**
     * @throws BadParameterException when that is more than the limits allow
     */
    int steps(AnalysisConfig.Anomalies limits) {
        long steps = Duration.between(learnFrom(), to()).toMillis() / step.toMillis();
        if (steps > limits.maxSteps()) {
            throw new BadParameterException("step: expected at most " + limits.maxSteps()
                    + " steps of history and window, got " + steps + "; choose a longer step or a shorter history");
        }
        return (int) steps;
    }

    /**
     * @param series to be looked at, of as many values each as there are steps
     * @throws BadParameterException when those are more than the limits allow
     */
    void requireFewer(String parameter, int series, AnalysisConfig.Anomalies limits) {
        long values = (long) series * steps(limits);
        if (series > limits.maxSeries() || values > limits.maxValues()) {
            throw new BadParameterException(parameter + ": expected at most " + limits.maxSeries() + " series and "
                    + limits.maxValues() + " values of history and window, got " + series + " and " + values
                    + "; choose fewer series, a longer step or a shorter history");
        }
    }
}
