package dev.quipu.analysis.read;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.TimeParameter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** From, included, and to, not included. */
public record Window(long fromUnixNano, long toUnixNano) {

    /**
     * @param from as {@link TimeParameter} takes it; empty: the default length before {@code to}
     * @param to the same; empty: now
     * @throws BadParameterException when something cannot be understood, or it ends before it begins
     */
    public static Window parse(Optional<String> from, Optional<String> to, Duration defaultLength) {
        Instant now = Instant.now();
        Instant end = to.map(text -> TimeParameter.parse("to", text, now)).orElse(now);
        Instant begin =
                from.map(text -> TimeParameter.parse("from", text, now)).orElseGet(() -> end.minus(defaultLength));
        if (begin.isAfter(end)) {
            throw new BadParameterException("from: expected a time before 'to', got " + begin + " and " + end);
        }
        return new Window(unixNano("from", begin), unixNano("to", end));
    }

    /**
     * The time before.
     *
     * @param from empty: as long before its end as this is
     * @param to empty: the start of this
     * @throws BadParameterException when something cannot be understood, or it ends before it begins
     */
    public Window before(Optional<String> from, Optional<String> to) {
        long end = to.map(text -> unixNano("beforeTo", TimeParameter.parse("beforeTo", text)))
                .orElse(fromUnixNano);
        long begin = from.map(text -> unixNano("beforeFrom", TimeParameter.parse("beforeFrom", text)))
                .orElseGet(() -> Math.max(0, end - (toUnixNano - fromUnixNano)));
        if (begin > end) {
            throw new BadParameterException("beforeFrom: expected a time before 'beforeTo', got one after it");
        }
        return new Window(begin, end);
    }

    /**
     * @throws BadParameterException when nanoseconds since 1970 cannot say the time
     */
    public static long unixNano(String parameter, Instant time) {
        long seconds = time.getEpochSecond();
        if (seconds < 0 || seconds >= TimeUnit.NANOSECONDS.toSeconds(Long.MAX_VALUE)) {
            throw new BadParameterException(parameter + ": expected a time from 1970 to 2262, got " + time);
        }
        return TimeUnit.SECONDS.toNanos(seconds) + time.getNano();
    }
}
