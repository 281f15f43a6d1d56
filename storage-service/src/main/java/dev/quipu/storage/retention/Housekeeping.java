package dev.quipu.storage.retention;

import dev.quipu.storage.StorageConfig;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** Forgets what only mattered for a while: request keys, segments without records, old lines and names. */
@ApplicationScoped
public class Housekeeping {

    private static final Logger LOG = Logger.getLogger(Housekeeping.class);

    private final Pool pool;
    private final List<Step> steps;

    Housekeeping(Pool pool, StorageConfig config) {
        StorageConfig.Retention retention = config.storage().retention();
        this.pool = pool;
        this.steps = List.of(
                new Step(
                        "DELETE FROM request_key WHERE stored_on < current_date - $1::int", retention.requestKeyDays()),
                new Step(
                        "DELETE FROM segment WHERE record_count = 0 AND committed_at < now() - make_interval(days => $1)",
                        retention.requestKeyDays()),
                new Step(
                        "DELETE FROM ledger_report WHERE stored_on < current_date - $1::int",
                        retention.requestKeyDays()),
                new Step(
                        "DELETE FROM ledger WHERE minute < extract(epoch FROM now() - make_interval(days => $1))::bigint / 60",
                        retention.ledgerDays()),
                new Step(
                        "DELETE FROM component WHERE last_seen < now() - make_interval(days => $1)",
                        retention.ledgerDays()),
                new Step("DELETE FROM span_name WHERE last_seen < current_date - $1::int", retention.ledgerDays()),
                new Step("DELETE FROM metric WHERE last_seen < current_date - $1::int", retention.ledgerDays()),
                new Step(
                        "DELETE FROM scrape_lease WHERE expires_at < now() - make_interval(days => $1)",
                        retention.requestKeyDays()),
                new Step(
                        "DELETE FROM scrape_state WHERE scraped_at < now() - make_interval(days => $1)",
                        retention.requestKeyDays()));
    }

    private record Step(String statement, int days) {}

    @Scheduled(every = "6h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tidy() {
        return Multi.createFrom()
                .iterable(steps)
                .onItem()
                .transformToUniAndConcatenate(
                        step -> pool.preparedQuery(step.statement()).execute(Tuple.of(step.days())))
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warn("Housekeeping stopped; it goes on later", failure))
                .onFailure()
                .recoverWithNull();
    }
}
