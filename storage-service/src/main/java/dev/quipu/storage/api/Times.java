package dev.quipu.storage.api;

import dev.quipu.storage.search.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Instants as clients write them: RFC 3339, or nanoseconds since 1970. */
final class Times {

    private Times() {}

    /**
     * @param field named in the error
     * @throws IllegalArgumentException for other text, or a time that nanoseconds cannot say
     */
    static long unixNano(String field, String text) {
        try {
            if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
                return Long.parseLong(text);
            }
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)), instant.getNano());
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    field + ": expected RFC 3339 or nanoseconds since 1970, got '" + text + "'", e);
        }
    }

    /**
     * @param field named in the error
     * @throws IllegalArgumentException as {@link #unixNano}
     */
    static Instant instant(String field, String text) {
        return Instant.EPOCH.plusNanos(unixNano(field, text));
    }

    static long nowUnixNano() {
        return ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
    }

    /** From {@code from}, or as far back as is the default, to {@code to}, or as far ahead as clocks may differ. */
    static TimeRange range(Optional<String> from, Optional<String> to, Duration defaultLookback) {
        long end = to.map(text -> unixNano("to", text)).orElseGet(() -> nowUnixNano() + TimeUnit.DAYS.toNanos(2));
        long begin = from.map(text -> unixNano("from", text))
                .orElseGet(() -> Math.min(end, nowUnixNano()) - defaultLookback.toNanos());
        return new TimeRange(begin, end);
    }

    /** Without a hint: all of time. */
    static TimeRange hint(Optional<String> from, Optional<String> to) {
        return new TimeRange(
                from.map(text -> unixNano("from", text)).orElse(TimeRange.ALL.fromUnixNano()),
                to.map(text -> unixNano("to", text)).orElse(TimeRange.ALL.toUnixNano()));
    }
}
