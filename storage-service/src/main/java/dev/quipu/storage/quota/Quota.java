package dev.quipu.storage.quota;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Limits of what a tenant hands over and asks; absent: none.
 *
 * @param recordsPerSecond at each collector
 * @param bytesPerDay as they are stored, within a UTC day
 * @param seriesPerDay of metrics, at each collector, within a UTC day
 * @param queryBytesPerSecond of records, as they are stored, that queries read, at each replica; those of a minute may be read at once
 */
public record Quota(
        String tenant,
        Optional<Long> recordsPerSecond,
        Optional<Long> bytesPerDay,
        Optional<Long> seriesPerDay,
        Optional<Long> queryBytesPerSecond) {

    /** More series than a collector keeps in memory for one tenant. */
    static final long MAX_SERIES = 10_000_000;

    /**
     * @throws IllegalArgumentException when a limit is below 1, or one of series above ten million
     */
    public Quota {
        recordsPerSecond.ifPresent(limit -> requirePositive("recordsPerSecond", limit));
        bytesPerDay.ifPresent(limit -> requirePositive("bytesPerDay", limit));
        seriesPerDay.ifPresent(limit -> requirePositive("seriesPerDay", limit));
        queryBytesPerSecond.ifPresent(limit -> requirePositive("queryBytesPerSecond", limit));
        if (seriesPerDay.orElse(0L) > MAX_SERIES) {
            throw new IllegalArgumentException(
                    "seriesPerDay: expected at most " + MAX_SERIES + ", got " + seriesPerDay.get());
        }
    }

    static Quota none(String tenant) {
        return new Quota(tenant, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static void requirePositive(String field, long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(field + ": expected 1 or more, or none for no limit, got " + limit);
        }
    }

    public boolean isLimited() {
        return Stream.of(recordsPerSecond, bytesPerDay, seriesPerDay, queryBytesPerSecond)
                .anyMatch(Optional::isPresent);
    }
}
