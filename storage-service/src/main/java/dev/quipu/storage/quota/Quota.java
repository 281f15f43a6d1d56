package dev.quipu.storage.quota;

import java.util.Optional;

/**
 * Limits of what a tenant hands over; absent: none.
 *
 * @param bytesPerDay as they are stored, within a UTC day
 */
public record Quota(String tenant, Optional<Long> recordsPerSecond, Optional<Long> bytesPerDay) {

    /**
     * @throws IllegalArgumentException when a limit is below 1
     */
    public Quota {
        recordsPerSecond.ifPresent(limit -> requirePositive("recordsPerSecond", limit));
        bytesPerDay.ifPresent(limit -> requirePositive("bytesPerDay", limit));
    }

    private static void requirePositive(String field, long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(field + ": expected 1 or more, or none for no limit, got " + limit);
        }
    }

    public boolean isLimited() {
        return recordsPerSecond.isPresent() || bytesPerDay.isPresent();
    }
}
