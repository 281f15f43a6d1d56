package dev.quipu.analysis.rollup;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked for.
 *
 * @param step length of the points' steps; empty for none
 */
public record RedQuery(
        Window window,
        Optional<Duration> step,
        Optional<String> service,
        Set<RedGrouping> groupBy,
        Order order,
        Page page) {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration MAX_STEP = Duration.ofDays(400);

    /** Which lines come first: those with most of it. */
    enum Order {
        RATE,
        ERRORS,
        DURATION,
        P99;

        static Order parse(String text) {
            for (Order order : values()) {
                if (order.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return order;
                }
            }
            throw new BadParameterException("order: expected rate, errors, duration or p99, got '" + text + "'");
        }
    }

    /** What a client asked for, as it came. */
    public record Asked(
            Optional<String> step, Optional<String> service, Optional<String> groupBy, Optional<String> order) {}

    /**
     * @throws BadParameterException when something cannot be understood
     */
    public static RedQuery of(Window window, Asked asked, Page page) {
        return new RedQuery(
                window,
                asked.step().map(RedQuery::step),
                asked.service().filter(name -> !name.isEmpty()),
                RedGrouping.parse(asked.groupBy()),
                asked.order().map(Order::parse).orElse(Order.RATE),
                page);
    }

    private static Duration step(String text) {
        try {
            Duration step = Duration.parse("PT" + text);
            boolean isInRange = step.compareTo(TEN_SECONDS) >= 0 && step.compareTo(MAX_STEP) <= 0;
            if (isInRange && step.toMillis() % TEN_SECONDS.toMillis() == 0) {
                return step;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw new BadParameterException("step: expected a multiple of 10s, such as 1m, got '" + text + "'");
    }

    Instant from() {
        return Instant.EPOCH.plusNanos(window.fromUnixNano());
    }

    Instant to() {
        return Instant.EPOCH.plusNanos(window.toUnixNano());
    }
}
