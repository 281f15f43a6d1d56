package dev.quipu.storage.alerts;

import dev.quipu.model.CatalogText;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What is to be told to webhooks, of all tenants. Laws: 1. a notice is given to one at a time: not again before its
 * lease has ended, by the clock of the database; 2. of an alert, a webhook's notices are given in the order in which
 * they were made: the next when the one before is delivered or given up.
 */
@ApplicationScoped
public class NoticeOutbox {

    /** How long a notice is kept. */
    public static final int KEEP_DAYS = 90;

    private static final int MAX_REASON = 500;

    private static final String CLAIM = """
            WITH due AS (
                SELECT n.tenant, n.id FROM alert_notice n
                JOIN webhook w ON w.tenant = n.tenant AND w.id = n.webhook_id AND w.is_enabled
                WHERE n.delivered_at IS NULL AND n.given_up_at IS NULL AND n.next_attempt_at <= now()
                    AND NOT EXISTS (
                        SELECT FROM alert_notice e
                        WHERE e.tenant = n.tenant AND e.rule_id = n.rule_id AND e.series = n.series
                            AND e.webhook_id = n.webhook_id AND e.id < n.id
                            AND e.delivered_at IS NULL AND e.given_up_at IS NULL)
                ORDER BY n.created_at, n.id
                LIMIT $1 FOR UPDATE OF n SKIP LOCKED)
            UPDATE alert_notice n
            SET attempts = n.attempts + 1, next_attempt_at = now() + make_interval(secs => $2)
            FROM due JOIN webhook w ON w.tenant = due.tenant
            WHERE n.tenant = due.tenant AND n.id = due.id AND w.id = n.webhook_id
            RETURNING n.tenant, n.id, n.rule_id, n.series, n.kind, n.attempts, n.created_at, n.payload::text AS payload,
                w.name AS webhook, w.url, w.secret""";

    private static final String DELIVER = """
            UPDATE alert_notice SET delivered_at = now(), given_up_at = NULL, failed_reason = NULL
            WHERE id = $1 AND delivered_at IS NULL""";

    private static final String FAIL = """
            UPDATE alert_notice
            SET failed_reason = $2, given_up_at = CASE WHEN $3::float8 IS NULL THEN now() END,
                next_attempt_at = now() + make_interval(secs => coalesce($3, 0))
            WHERE id = $1 AND delivered_at IS NULL AND given_up_at IS NULL AND ($4::int IS NULL OR attempts = $4)""";

    private static final String EXISTS = "SELECT EXISTS (SELECT FROM alert_notice WHERE id = $1) AS is_known";

    private final Pool pool;
    private final Counter delivered;
    private final Counter failed;

    NoticeOutbox(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        this.delivered = counter(metrics, "delivered");
        this.failed = counter(metrics, "failed");
    }

    private static Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("quipu.storage.alert.notices")
                .description("Notices of alerts that were delivered, or given up")
                .tag("outcome", outcome)
                .register(metrics);
    }

    /**
     * Gives notices that are due to one who delivers them, the oldest first.
     *
     * @param lease after which they are due again, unless an outcome is told
     */
    public Uni<List<ClaimedNotice>> claim(int limit, Duration lease) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(limit, (double) lease.toSeconds()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(NoticeOutbox::notice)
                        .sorted(Comparator.comparing(ClaimedNotice::createdAt).thenComparingLong(ClaimedNotice::id))
                        .toList());
    }

    private static ClaimedNotice notice(Row row) {
        return new ClaimedNotice(
                row.getLong("id"),
                row.getString("tenant"),
                row.getLong("rule_id"),
                row.getString("series"),
                row.getString("kind"),
                row.getInteger("attempts"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getString("payload"),
                new ClaimedNotice.Destination(
                        row.getString("webhook"), row.getString("url"), Optional.ofNullable(row.getString("secret"))));
    }

    /** A notice is delivered: it is not given again. @return whether there is such a notice */
    public Uni<Boolean> deliver(long id) {
        return pool.preparedQuery(DELIVER).execute(Tuple.of(id)).chain(rows -> settled(id, rows.rowCount(), delivered));
    }

    /**
     * An attempt failed; that of an old claim, or of a notice that is dealt with, changes nothing.
     *
     * @param retry after which the notice is due again; empty: it is given up
     * @param attempt which; empty: the latest
     * @return whether there is such a notice
     */
    public Uni<Boolean> fail(long id, String reason, Optional<Duration> retry, Optional<Integer> attempt) {
        return pool.preparedQuery(FAIL)
                .execute(Tuple.of(
                        id,
                        CatalogText.bounded(reason, MAX_REASON),
                        retry.map(wait -> (double) wait.toSeconds()).orElse(null),
                        attempt.orElse(null)))
                .chain(rows -> retry.isPresent() ? isKnown(id) : settled(id, rows.rowCount(), failed));
    }

    private Uni<Boolean> settled(long id, int rows, Counter outcome) {
        outcome.increment(rows);
        return isKnown(id);
    }

    private Uni<Boolean> isKnown(long id) {
        return pool.preparedQuery(EXISTS)
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next().getBoolean("is_known"));
    }
}
