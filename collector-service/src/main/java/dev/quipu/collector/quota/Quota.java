package dev.quipu.collector.quota;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a tenant may send, and how much of a day's bytes it has used up. What is empty has no limit.
 *
 * @param recordsPerSecond 0 or more
 * @param bytesPerDay of segments that storage commits in a day of UTC, 0 or more
 * @param seriesPerDay different series of metrics that one collector takes in a day of UTC, 0 or more
 * @param storedBytesToday as storage last knew it
 */
record Quota(
        Optional<Long> recordsPerSecond,
        Optional<Long> bytesPerDay,
        Optional<Long> seriesPerDay,
        long storedBytesToday) {

    Quota {
        recordsPerSecond.ifPresent(limit -> requireCount("recordsPerSecond", limit));
        bytesPerDay.ifPresent(limit -> requireCount("bytesPerDay", limit));
        seriesPerDay.ifPresent(limit -> requireCount("seriesPerDay", limit));
        requireCount("storedBytesToday", storedBytesToday);
    }

    boolean isUnlimited() {
        return recordsPerSecond.isEmpty() && bytesPerDay.isEmpty() && seriesPerDay.isEmpty();
    }

    private static void requireCount(String field, long count) {
        if (count < 0) {
            throw new IllegalArgumentException(field + ": expected 0 or more, got " + count);
        }
    }

    /**
     * Reads storage's answer to {@code GET /v1/quotas/all}, by tenant.
     *
     * @throws IllegalArgumentException when it is no such answer
     */
    static Map<String, Quota> parse(String json) {
        try {
            JsonArray all = new JsonObject(json).getJsonArray("quotas");
            Map<String, Quota> quotas = new HashMap<>();
            for (int i = 0; i < all.size(); i++) {
                JsonObject one = all.getJsonObject(i);
                quotas.put(
                        Objects.requireNonNull(one.getString("tenant")),
                        new Quota(
                                Optional.ofNullable(one.getLong("recordsPerSecond")),
                                Optional.ofNullable(one.getLong("bytesPerDay")),
                                Optional.ofNullable(one.getLong("seriesPerDay")),
                                one.getLong("storedBytesToday", 0L)));
            }
            return quotas;
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException(
                    "quotas: expected a list of quotas with their tenants, got another thing", e);
        }
    }
}
