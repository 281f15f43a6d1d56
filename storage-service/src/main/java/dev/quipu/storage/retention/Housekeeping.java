package dev.quipu.storage.retention;

import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.alerts.AlertHistory;
import dev.quipu.storage.alerts.NoticeOutbox;
import dev.quipu.storage.alerts.Silence;
import dev.quipu.storage.incidents.Incidents;
import dev.quipu.storage.rollups.Resolution;
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
                        "DELETE FROM redaction_count WHERE minute < extract(epoch FROM now() - make_interval(days => $1))::bigint / 60",
                        retention.ledgerDays()),
                new Step(
                        "DELETE FROM component WHERE last_seen < now() - make_interval(days => $1)",
                        retention.ledgerDays()),
                new Step("""
                        DELETE FROM feed_failure f WHERE NOT is_retried AND since < now() - make_interval(days => $1)
                            AND segment_id <> ALL (ARRAY(
                                SELECT DISTINCT s.id
                                FROM segment s JOIN feed_failure k ON s.id = k.segment_id AND s.bucket = k.bucket
                                WHERE NOT k.is_retried AND k.since < now() - make_interval(days => $1)))""", retention.requestKeyDays()),
                // Given back and let go before it was digested: the ledger counts it as pending as long as there is
                // one.
                new Step(
                        "DELETE FROM feed_failure WHERE is_retried AND since < now() - make_interval(days => $1)",
                        retention.ledgerDays()),
                new Step(
                        "DELETE FROM quarantine WHERE left_at < now() - make_interval(days => $1)",
                        retention.requestKeyDays()),
                new Step(
                        "DELETE FROM producer_epoch WHERE updated_at < now() - make_interval(days => $1)",
                        retention.days()),
                new Step(
                        "DELETE FROM tombstone WHERE buried_at < now() - make_interval(days => $1)",
                        config.storage().fate().keepDays()),
                new Step(
                        "DELETE FROM trace_note WHERE minute < extract(epoch FROM now() - make_interval(days => $1))::bigint / 60",
                        config.storage().fate().keepDays()),
                new Step(
                        "DELETE FROM incident WHERE coalesce(ended_at, updated_at) < now() - make_interval(days => $1)",
                        Incidents.KEEP_DAYS),
                new Step(
                        "DELETE FROM alert WHERE state = 'resolved' AND updated_at < now() - make_interval(days => $1)",
                        AlertHistory.KEEP_DAYS),
                new Step(
                        "DELETE FROM alert_history WHERE recorded_at < now() - make_interval(days => $1)",
                        AlertHistory.KEEP_DAYS),
                // Of an alert that still fires a notice says who is to be told when it is resolved.
                new Step("""
                        DELETE FROM alert_notice n WHERE created_at < now() - make_interval(days => $1)
                            AND NOT EXISTS (SELECT FROM alert a
                                WHERE a.tenant = n.tenant AND a.rule_id = n.rule_id AND a.series = n.series
                                    AND a.starts_at = n.starts_at AND a.state = 'firing')""", NoticeOutbox.KEEP_DAYS),
                new Step("DELETE FROM silence WHERE ends_at < now() - make_interval(days => $1)", Silence.KEEP_DAYS),
                rollups(Resolution.TEN_SECONDS, config),
                rollups(Resolution.MINUTE, config),
                rollups(Resolution.HOUR, config),
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

    private static Step rollups(Resolution resolution, StorageConfig config) {
        return new Step(
                "DELETE FROM rollup WHERE resolution = " + resolution.stepSeconds()
                        + " AND to_time < extract(epoch FROM now() - make_interval(days => $1))::bigint",
                resolution.keepDays(config.storage().rollups()));
    }

    @Scheduled(every = "6h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> tidy() {
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
