package dev.quipu.analysis.jaeger;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.model.Span;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which points are asked for. Times in seconds.
 *
 * @param first the first point, a multiple of the step
 * @param last the last point
 * @param steps of which each point is made: those before it
 * @param kinds OTLP's numbers
 */
record MetricQuery(
        List<String> services,
        boolean groupByOperation,
        long first,
        long last,
        int stepSeconds,
        int steps,
        Set<Integer> kinds) {

    private static final long MINUTE = 60;
    private static final long MAX_POINTS = 300;
    private static final long MILLIS = 1000;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long RATE_MILLIS = 600_000;
    private static final long MAX_MILLIS = 400L * 24 * HOUR_MILLIS;

    /**
     * @throws BadParameterException when something cannot be understood
     */
    static MetricQuery of(MetricParameters asked, Instant now) {
        if (asked.service().isEmpty()) {
            throw BadParameterException.of("service", "please provide at least one service name");
        }
        long end = millis("endTs", asked.endTs(), now.toEpochMilli(), Long.MAX_VALUE / MILLIS);
        long lookback = millis("lookback", asked.lookback(), HOUR_MILLIS, MAX_MILLIS);
        long wanted = millis("step", asked.step(), MINUTE * MILLIS, MAX_MILLIS);
        long least = Math.max(wanted, lookback / MAX_POINTS);
        long step = Math.max(1, -Math.floorDiv(-least, MINUTE * MILLIS)) * MINUTE;
        long ratePer = millis("ratePer", asked.ratePer(), RATE_MILLIS, MAX_MILLIS);
        long last = Math.floorDiv(end, step * MILLIS) * step;
        return new MetricQuery(
                List.copyOf(asked.service()),
                asked.groupByOperation().map(MetricQuery::isTrue).orElse(false),
                Math.max(0, last - Math.floorDiv(lookback, step * MILLIS) * step),
                last,
                (int) step,
                (int) Math.max(1, Math.min(MAX_POINTS, ratePer / (step * MILLIS))),
                kinds(asked.spanKind()));
    }

    private static long millis(String parameter, Optional<String> text, long otherwise, long most) {
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long millis = Long.parseLong(text.get());
            if (millis >= 0 && millis <= most) {
                return millis;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw BadParameterException.of(parameter, "expected milliseconds, got '" + text.get() + "'");
    }

    private static boolean isTrue(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw BadParameterException.of("groupByOperation", "expected true or false, got '" + text + "'");
        };
    }

    private static Set<Integer> kinds(List<String> words) {
        if (words.isEmpty()) {
            return Set.of(Span.Kind.SERVER.ordinal());
        }
        Set<Integer> kinds = new HashSet<>();
        for (String word : words) {
            kinds.add(Arrays.stream(Span.Kind.values())
                    .filter(kind -> kind.name().equals(word.toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> BadParameterException.of("spanKind", "unsupported span kind: '" + word + "'"))
                    .ordinal());
        }
        return kinds.stream().collect(Collectors.toUnmodifiableSet());
    }

    /** Where the first step of the first point begins. */
    Instant from() {
        return Instant.ofEpochSecond(Math.max(0, first - (long) steps * stepSeconds));
    }

    /** A second after the beginning at least. */
    Instant to() {
        return Instant.ofEpochSecond(Math.max(last, from().getEpochSecond() + stepSeconds));
    }
}
