package dev.quipu.storage.quota;

import dev.quipu.storage.load.KeptAnswers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds tenants to how many bytes of segments their queries may read, at this replica. */
@ApplicationScoped
public class QueryCost {

    /** How old a limit may be. */
    private static final Duration TIME = Duration.ofSeconds(5);

    private final QuotaTable quotas;
    private final MeterRegistry metrics;
    private final KeptAnswers<Boolean, Map<String, Long>> limits = new KeptAnswers<>(TIME, 1);
    private final Map<String, ByteAllowance> allowances = new ConcurrentHashMap<>();

    QueryCost(QuotaTable quotas, MeterRegistry metrics) {
        this.quotas = quotas;
        this.metrics = metrics;
    }

    /** Fails with {@link QueryTooDear} while the tenant has used up what it may read. */
    public Uni<Void> admit(String tenant) {
        return limits.get(true, this::limits)
                .invoke(all -> {
                    Long limit = all.get(tenant);
                    if (limit != null) {
                        admit(tenant, limit);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Map<String, Long>> limits() {
        return quotas.ofQueries().invoke(all -> allowances.keySet().retainAll(all.keySet()));
    }

    private void admit(String tenant, long limit) {
        long wait = allowances
                .compute(
                        tenant,
                        (name, known) -> known != null && known.perSecond() == limit
                                ? known
                                : new ByteAllowance(limit, System::nanoTime))
                .waitSeconds();
        if (wait > 0) {
            throw refused(tenant, limit, wait);
        }
    }

    private QueryTooDear refused(String tenant, long limit, long wait) {
        Counter.builder("quipu.storage.query.quota.refused")
                .description("Queries of a tenant that has used up what its queries may read")
                .tag("tenant", tenant)
                .register(metrics)
                .increment();
        return new QueryTooDear(limit, wait);
    }

    /**
     * A query of the tenant has read so many.
     *
     * @throws QueryTooDear when it may read no more: those of the minute to come are used up, too
     */
    public void read(String tenant, long bytes) {
        ByteAllowance allowance = allowances.get(tenant);
        if (allowance != null && !allowance.take(bytes)) {
            throw refused(tenant, allowance.perSecond(), allowance.waitSeconds());
        }
    }
}
