package dev.quipu.analysis.rates;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.Ledger;
import dev.quipu.analysis.client.LedgerQuery;
import dev.quipu.analysis.client.StorageClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The rates of the last while as gauges, by signal: {@code quipu.rate} with what it is made of beside it. While
 * storage does not answer there are none, rather than old ones.
 */
@ApplicationScoped
class RateMetrics {

    private static final Logger LOG = Logger.getLogger(RateMetrics.class);
    private static final String TENANT = "default";

    private final StorageClient storage;
    private final Duration window;
    private final MultiGauge values;
    private final MultiGauge records;
    private final MultiGauge differences;
    private volatile boolean known = true;

    RateMetrics(StorageClient storage, AnalysisConfig config, MeterRegistry metrics) {
        this.storage = storage;
        this.window = config.analysis().rates().window();
        this.values = MultiGauge.builder("quipu.rate")
                .description("R_collect, R_store and R_analyze over the last window")
                .register(metrics);
        this.records = MultiGauge.builder("quipu.rate.records")
                .description("Numerator and denominator of each rate")
                .baseUnit("records")
                .register(metrics);
        this.differences = MultiGauge.builder("quipu.rate.difference")
                .description("Records of the denominator that are not in the numerator, by what became of them")
                .baseUnit("records")
                .register(metrics);
    }

    @Scheduled(
            every = "${quipu.analysis.rates.metrics-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        Instant now = Instant.now();
        LedgerQuery query = new LedgerQuery(
                now.minus(window), now, Optional.empty(), Optional.empty(), Set.of(LedgerQuery.Grouping.SIGNAL), false);
        return storage.ledger(TENANT, query)
                .invoke(this::show)
                .onFailure()
                .invoke(this::hide)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void show(Ledger ledger) {
        if (!known) {
            LOG.info("the rates are exported again");
        }
        known = true;
        List<MultiGauge.Row<?>> valueRows = new ArrayList<>();
        List<MultiGauge.Row<?>> recordRows = new ArrayList<>();
        List<MultiGauge.Row<?>> differenceRows = new ArrayList<>();
        ledger.lines()
                .forEach(line -> Rates.of(line.counts()).forEach(rate -> {
                    Tags tags =
                            Tags.of("rate", rate.name(), "signal", line.signal().orElse(""));
                    valueRows.add(MultiGauge.Row.of(tags, rate.value()));
                    recordRows.add(MultiGauge.Row.of(
                            tags.and("part", "numerator"), rate.numerator().records()));
                    recordRows.add(MultiGauge.Row.of(
                            tags.and("part", "denominator"), rate.denominator().records()));
                    rate.differences().stream()
                            .map(difference -> MultiGauge.Row.of(
                                    tags.and("difference", difference.name(), "reason", difference.reason()),
                                    difference.records()))
                            .forEach(differenceRows::add);
                }));
        values.register(valueRows, true);
        records.register(recordRows, true);
        differences.register(differenceRows, true);
    }

    private void hide(Throwable failure) {
        if (known) {
            LOG.warn("the rates are not exported while storage does not answer", failure);
        }
        known = false;
        values.register(List.of(), true);
        records.register(List.of(), true);
        differences.register(List.of(), true);
    }
}
