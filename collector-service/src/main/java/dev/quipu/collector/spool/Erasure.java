package dev.quipu.collector.spool;

import dev.quipu.model.TraceId;
import dev.quipu.model.erasure.ErasureTarget;
import dev.quipu.model.erasure.ErasureTarget.OfAttribute;
import dev.quipu.model.erasure.ErasureTarget.OfComponent;
import dev.quipu.model.erasure.ErasureTarget.OfTrace;
import dev.quipu.model.segment.SegmentParcel;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a tenant had erased of its records, those included that storage does not have yet.
 *
 * @param number counts the erasures of storage, from 1
 */
record Erasure(long number, String tenant, Instant requestedAt, ErasureTarget target) {

    /** Collected so long after the request still counts as before: clocks differ. */
    private static final Duration CLOCKS_APART = Duration.ofSeconds(10);

    /** So long may what was collected before take to the spool. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(30);

    /** Whether the parcel may hold records that were collected before. */
    boolean concerns(SegmentParcel.Label label) {
        return label.tenant().equals(tenant)
                && !Instant.EPOCH.plusNanos(label.collectedAtUnixNano()).isAfter(requestedAt.plus(CLOCKS_APART));
    }

    /** Whether all that was collected before is where it will be, so that nothing of it can come to the spool. */
    boolean isOver(Instant now) {
        return now.isAfter(requestedAt.plus(CLOCKS_APART).plus(ON_THE_WAY));
    }

    /**
     * Reads storage's answer to {@code GET /v1/erasures/all}.
     *
     * @throws IllegalArgumentException when it is no such answer
     */
    static List<Erasure> parse(String json) {
        try {
            JsonArray all = new JsonObject(json).getJsonArray("erasures");
            List<Erasure> erasures = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                JsonObject one = all.getJsonObject(i);
                erasures.add(new Erasure(
                        one.getLong("number"),
                        Objects.requireNonNull(one.getString("tenant")),
                        Instant.parse(one.getString("requestedAt")),
                        target(one)));
            }
            return erasures;
        } catch (DecodeException | ClassCastException | NullPointerException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "erasures: expected a list of erasures with their tenants, got another thing", e);
        }
    }

    private static ErasureTarget target(JsonObject json) {
        JsonObject attribute = json.getJsonObject("attribute");
        if (attribute != null) {
            return new OfAttribute(attribute.getString("key"), attribute.getString("value"));
        }
        String traceId = json.getString("traceId");
        if (traceId != null) {
            return new OfTrace(TraceId.parse(traceId));
        }
        JsonObject component = json.getJsonObject("component");
        return new OfComponent(
                component.getString("serviceNamespace", ""),
                Objects.requireNonNull(component.getString("serviceName")),
                Optional.ofNullable(component.getString("serviceInstanceId")));
    }
}
