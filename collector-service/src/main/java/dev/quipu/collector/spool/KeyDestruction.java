package dev.quipu.collector.spool;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** That a tenant's keys were destroyed, and all that was sealed under them with them. */
record KeyDestruction(String tenant, Instant at) {

    /** Made or collected so long after still counts as before: clocks differ. */
    private static final Duration CLOCKS_APART = Duration.ofSeconds(10);

    /** Whether what the tenant had at that time was there before. */
    boolean concerns(String whose, Instant time) {
        return whose.equals(tenant) && !time.isAfter(at.plus(CLOCKS_APART));
    }

    /**
     * Reads storage's answer to {@code GET /v1/encryption-keys/destroyed}.
     *
     * @throws IllegalArgumentException when it is no such answer
     */
    static List<KeyDestruction> parse(String json) {
        try {
            JsonArray all = new JsonObject(json).getJsonArray("tenants");
            List<KeyDestruction> destructions = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                JsonObject one = all.getJsonObject(i);
                destructions.add(new KeyDestruction(
                        Objects.requireNonNull(one.getString("tenant")), Instant.parse(one.getString("at"))));
            }
            return destructions;
        } catch (DecodeException | ClassCastException | NullPointerException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "destroyed keys: expected a list of tenants with their times, got another thing", e);
        }
    }
}
