package dev.quipu.collector.quota;

import dev.quipu.model.Signal;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The quotas of tenants, and what is left of them in this process. The latest that storage told hold while it can not be
 * asked; a tenant without one, and every tenant before the first answer, may send what it wants. Any thread.
 */
@Singleton
public final class Quotas {

    private static final Logger LOG = Logger.getLogger(Quotas.class);

    private volatile Map<String, TenantUse> uses = Map.of();
    private String trouble = "";

    /** What a quota limits. */
    public enum Limit {
        RECORDS_PER_SECOND,
        BYTES_PER_DAY
    }

    /**
     * A request that may not pass.
     *
     * @param records that it holds
     * @param untilFree until one may
     */
    public record Excess(Limit limit, long records, Duration untilFree) {}

    /**
     * Takes what a request holds out of its tenant's quota, unless that is used up.
     *
     * @param body OTLP protobuf at 0 to {@code length}
     * @return empty when it may pass
     */
    public Optional<Excess> take(String tenant, Signal signal, byte[] body, int length) {
        TenantUse use = uses.get(tenant);
        if (use == null) {
            return Optional.empty();
        }
        long records = RecordCount.of(signal, body, length);
        Duration untilBytes = use.untilBytes(System.currentTimeMillis());
        if (!untilBytes.isZero()) {
            return Optional.of(new Excess(Limit.BYTES_PER_DAY, records, untilBytes));
        }
        Duration untilRecords = use.takeRecords(records, System.nanoTime());
        return untilRecords.isZero()
                ? Optional.empty()
                : Optional.of(new Excess(Limit.RECORDS_PER_SECOND, records, untilRecords));
    }

    /** Bytes of a tenant's segment became durable. */
    public void addDurable(String tenant, long bytes) {
        TenantUse use = uses.get(tenant);
        if (use != null) {
            use.addDurable(bytes);
        }
    }

    /** Storage is about to be asked. */
    void asking() {
        uses.values().forEach(TenantUse::asking);
    }

    /** Takes over what storage tells; what can not be read changes nothing. One call at a time. */
    void take(String json) {
        try {
            take(Quota.parse(json));
            trouble = "";
        } catch (IllegalArgumentException e) {
            String now = String.valueOf(e.getMessage());
            if (!now.equals(trouble)) {
                trouble = now;
                LOG.errorf("Storage's quotas can not be read; those before stay: %s", now);
            }
        }
    }

    private void take(Map<String, Quota> told) {
        Map<String, TenantUse> before = uses;
        Map<String, TenantUse> now = new HashMap<>();
        told.forEach((tenant, quota) -> {
            if (quota.recordsPerSecond().isPresent() || quota.bytesPerDay().isPresent()) {
                now.put(tenant, taken(before.get(tenant), quota));
            }
        });
        uses = Map.copyOf(now);
    }

    private static TenantUse taken(@Nullable TenantUse before, Quota quota) {
        long nowMillis = System.currentTimeMillis();
        if (before == null) {
            return new TenantUse(quota, System.nanoTime(), nowMillis);
        }
        before.take(quota, nowMillis);
        return before;
    }
}
