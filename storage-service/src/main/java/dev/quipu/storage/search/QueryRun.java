package dev.quipu.storage.search;

import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.load.Turnstile;
import dev.quipu.storage.quota.QueryCost;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs questions: a bounded number at once, each in one snapshot, for a bounded time, and only while somebody waits. */
@Startup
@ApplicationScoped
public class QueryRun {

    private final Transactions transactions;
    private final QueryCost cost;
    private final Turnstile turnstile;
    private final Duration timeout;
    private final MeterRegistry metrics;

    QueryRun(Transactions transactions, QueryCost cost, StorageConfig config, MeterRegistry metrics) {
        this.cost = cost;
        StorageConfig.Search search = config.storage().search();
        this.transactions = transactions;
        this.turnstile = new Turnstile("queries", search.concurrency(), search.maxWaiting());
        this.timeout = search.timeout();
        this.metrics = metrics;
        Gauge.builder("quipu.storage.query.waiting", turnstile, Turnstile::waiting)
                .description("Queries that wait for their turn")
                .register(metrics);
    }

    /** What a question is given. */
    public interface Question<T> {
        /**
         * @param watermark everything acknowledged before it is in the snapshot
         * @param isCancelled nobody waits for the answer any more
         */
        Uni<T> ask(SqlConnection connection, Instant watermark, BooleanSupplier isCancelled);
    }

    /**
     * Of one tenant's rows. Fails with {@link dev.quipu.storage.quota.QueryTooDear} while its quota is used up.
     *
     * @param kind for the metrics
     */
    public <T> Uni<T> run(String kind, String tenant, Question<T> question) {
        return cost.admit(tenant)
                .chain(() -> run(kind, Optional.of(tenant), cancelled -> {
                    Instant watermark = Instant.now();
                    return transactions.read(
                            tenant, timeout, connection -> question.ask(connection, watermark, cancelled));
                }));
    }

    /** Of what there is altogether. */
    public <T> Uni<T> runOverAll(String kind, Function<SqlConnection, Uni<T>> question) {
        return run(kind, Optional.empty(), cancelled -> transactions.read(timeout, question));
    }

    private <T> Uni<T> run(String kind, Optional<String> tenant, Function<BooleanSupplier, Uni<T>> question) {
        AtomicBoolean cancelled = new AtomicBoolean();
        long begin = System.nanoTime();
        Supplier<Uni<T>> asked = () -> question.apply(cancelled::get);
        return tenant.map(name -> turnstile.pass(name, asked))
                .orElseGet(() -> turnstile.pass(asked))
                .ifNoItem()
                .after(timeout)
                .fail()
                .onTermination()
                .invoke((item, failure, wasCancelled) -> {
                    cancelled.set(true);
                    record(kind, wasCancelled ? "cancelled" : failure == null ? "answered" : "failed", begin);
                });
    }

    private void record(String kind, String outcome, long begin) {
        Timer.builder("quipu.storage.query.duration")
                .description("From a question to its answer")
                .tags("kind", kind, "outcome", outcome)
                .publishPercentileHistogram()
                .register(metrics)
                .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }
}
