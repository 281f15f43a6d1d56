package dev.quipu.collector.quota;

import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.redaction.Redacted;
import dev.quipu.model.redaction.RedactionPlan;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The quotas of tenants, and what is left of them in this process. The latest that storage told hold while it can not be
 * asked; a tenant without one, and every tenant before the first answer, may send what it wants. Any thread.
 */
@Singleton
public final class Quotas {

    private static final Logger LOG = Logger.getLogger(Quotas.class);

    private final SeriesHash seriesHash = new SeriesHash(new SecureRandom().nextLong());
    private volatile Map<String, TenantUse> uses = Map.of();
    private String trouble = "";

    /** What a quota limits. */
    public enum Limit {
        RECORDS_PER_SECOND,
        BYTES_PER_DAY,
        SERIES_PER_DAY
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

    /**
     * Takes the series of a request's points out of its tenant's quota, as long as it has some: of what will be stored, so
     * that what redaction makes alike is alike. Records that do not pass are given back to the rate.
     *
     * @param body OTLP protobuf of metrics at 0 to {@code length}
     * @param most points; a request that holds more passes, for whoever reads it to refuse
     */
    public SeriesVerdict takeSeries(String tenant, RedactionPlan plan, byte[] body, int length, int most) {
        TenantUse use = uses.get(tenant);
        if (use == null || !use.limitsSeries()) {
            return SeriesVerdict.PASSES;
        }
        SeriesVerdict verdict = use.takeSeries(series(plan, body, length, most), System.currentTimeMillis());
        use.giveBack(verdict.refused().cardinality());
        return verdict;
    }

    /** By what came, when the rules can not be applied to it: whoever reads it will say why. */
    private long[] series(RedactionPlan plan, byte[] body, int length, int most) {
        try {
            Redacted redacted = plan.apply(body, length);
            return PointSeries.of(seriesHash, redacted.body(), redacted.length(), most);
        } catch (OtlpFormatException e) {
            return PointSeries.of(seriesHash, body, length, most);
        }
    }

    /** The tenants whose series are counted. */
    Set<String> countedBySeries() {
        return uses.entrySet().stream()
                .filter(use -> use.getValue().limitsSeries())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** How many different series of the tenant passed today; 0 when they are not counted. */
    int seriesToday(String tenant) {
        TenantUse use = uses.get(tenant);
        return use == null ? 0 : use.seriesToday(System.currentTimeMillis());
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
            if (!quota.isUnlimited()) {
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
