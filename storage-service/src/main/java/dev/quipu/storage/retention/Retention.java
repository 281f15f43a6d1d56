package dev.quipu.storage.retention;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.Outcome;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.DayPartitions;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.feed.FeedConsumers;
import dev.quipu.storage.ledger.LedgerAccount;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Lets records go when their rule says so, and counts them as expired under the minutes and components that they were
 * stored under, in the same transaction. A day whose records have all expired is dropped with its partitions;
 * undated records are let go by the day they were stored.
 */
@ApplicationScoped
public class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    private static final String EXPIRED = """
            EXISTS (SELECT FROM (
                SELECT coalesce(
                    (SELECT r.days FROM retention_rule r WHERE r.tenant = s.tenant AND r.signal = s.signal),
                    (SELECT r.days FROM retention_rule r WHERE r.tenant = s.tenant AND r.signal IS NULL),
                    $1::int) AS days) rule
                WHERE CASE WHEN s.day = '1970-01-01' THEN (s.committed_at AT TIME ZONE 'UTC')::date ELSE s.day END
                    < $2::date - rule.days)""";

    private static final String DAYS = """
            SELECT d.day, bool_and(d.is_kept IS NOT TRUE) AS is_expired, bool_or(d.is_kept = false) AS has_expired
            FROM (
                SELECT p.day, s.is_kept
                FROM (
                    SELECT to_date(substring(c.relname FROM '[0-9]{8}$'), 'YYYYMMDD') AS day
                    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                    WHERE i.inhparent = 'request_key'::regclass) p
                LEFT JOIN LATERAL (
                    SELECT NOT (%s) AS is_kept FROM segment s WHERE s.day = p.day GROUP BY 1) s ON true
                WHERE p.day < $2::date - least($1::int, (SELECT min(days) FROM retention_rule))) d
            GROUP BY d.day""".formatted(EXPIRED);

    private static final String WHY =
            """
            CASE WHEN s.feed_xid <= coalesce((SELECT position FROM feed_consumer WHERE name = '%s'), -1)
                THEN '%s' ELSE '%s' END""".formatted(FeedConsumers.ANALYSIS, LedgerAccount.EXPIRED_ANALYSED, LedgerAccount.EXPIRED_UNANALYSED);

    private static final String COUNT = """
            INSERT INTO ledger (tenant, signal, minute, component_id, bucket, outcome, reason, records, set_hash)
            SELECT s.tenant, s.signal, c.minute, c.component_id, s.bucket, %d, %s AS why,
                sum(c.records), wrapped(sum(c.set_hash))
            FROM %%s s,
                unnest(s.counted_minute, s.counted_component, s.counted_records, s.counted_set_hash)
                    AS c(minute, component_id, records, set_hash)
            WHERE s.day = $1
            GROUP BY s.tenant, s.signal, c.minute, c.component_id, s.bucket, why
            ORDER BY s.tenant, s.signal, s.bucket, c.minute, c.component_id, why
            ON CONFLICT (tenant, signal, minute, component_id, bucket, outcome, reason) DO UPDATE
            SET records = ledger.records + excluded.records,
                set_hash = wrapping_add(ledger.set_hash, excluded.set_hash)""".formatted(Outcome.EXPIRED.code(), WHY);

    private static final String COUNT_DAY = COUNT.formatted("segment");

    /** What is left of segments: what says of a trace that it may have been in them. */
    private static final String BURY = """
            INSERT INTO tombstone (tenant, segment_id, bucket, signal, day, records, min_time, max_time, outcome, reason,
                filter_blocks, filter)
            SELECT s.tenant, s.id, s.bucket, s.signal, s.day, s.record_count, s.min_time, s.max_time, %1$d, %2$s,
                CASE WHEN s.signal = %3$d THEN s.filter_blocks ELSE 0 END,
                CASE WHEN s.signal = %3$d THEN s.filter ELSE '' END
            FROM %%s s WHERE s.record_count > 0
            ON CONFLICT (tenant, segment_id, bucket) DO NOTHING""".formatted(Outcome.EXPIRED.code(), WHY, Signal.TRACES.code());

    private static final String BURY_DAY =
            BURY.formatted("segment").replace("WHERE s.record_count", "WHERE s.day = $1 AND s.record_count");

    /** One statement, so that exactly what is deleted is counted and buried. */
    private static final String DELETE_AND_COUNT =
            "WITH gone AS (DELETE FROM segment s WHERE s.day = $3 AND " + EXPIRED + " RETURNING s.*), "
                    + "untold AS (DELETE FROM segment_template t USING gone WHERE t.segment_id = gone.id AND t.day = gone.day), "
                    + "buried AS ("
                    + BURY.formatted("gone") + ") " + COUNT.formatted("gone").replace("s.day = $1", "s.day = $3");

    private static final String IS_KEPT =
            "SELECT EXISTS (SELECT FROM segment s WHERE s.day = $3 AND NOT (" + EXPIRED + ")) AS is_kept";

    /** Nobody waits long for a partition that somebody else reads: it is dropped another time. */
    private static final String LOCK_ALL =
            "SET LOCAL lock_timeout = '2s'; LOCK TABLE ONLY segment, ONLY request_key, ONLY segment_template"
                    + " IN ACCESS EXCLUSIVE MODE";

    private final Transactions transactions;
    private final DayPartitions partitions;
    private final StorageConfig.Retention config;

    Retention(Transactions transactions, DayPartitions partitions, StorageConfig config) {
        this.transactions = transactions;
        this.partitions = partitions;
        this.config = config.storage().retention();
    }

    @Scheduled(
            every = "{quipu.storage.retention.interval}",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return expire().invoke(days -> {
                    if (days > 0) {
                        LOG.infof("Records of %d days expired", days);
                    }
                })
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warn("Retention stopped; it goes on later", failure))
                .onFailure()
                .recoverWithNull();
    }

    private record ExpiredDay(LocalDate day, boolean isExpired, boolean hasExpired) {}

    /** Lets go what has expired by now. @return how many days were touched */
    public Uni<Integer> expire() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return transactions
                .autocommit(connection -> connection.preparedQuery(DAYS).execute(Tuple.of(config.days(), today)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new ExpiredDay(
                                row.getLocalDate("day"),
                                row.getBoolean("is_expired"),
                                Boolean.TRUE.equals(row.getBoolean("has_expired"))))
                        .toList())
                .chain(days -> expire(days, today));
    }

    private Uni<Integer> expire(List<ExpiredDay> days, LocalDate today) {
        return Multi.createFrom()
                .iterable(days)
                .onItem()
                .transformToUniAndConcatenate(day -> expire(day, today))
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private Uni<Integer> expire(ExpiredDay expired, LocalDate today) {
        boolean isDropped = expired.isExpired() && !expired.day().equals(DayPartitions.UNDATED);
        if (!isDropped && !expired.hasExpired()) {
            return Uni.createFrom().item(0);
        }
        Tuple values = Tuple.of(config.days(), today, expired.day());
        return transactions
                .write(connection -> isDropped ? drop(connection, values, expired.day()) : delete(connection, values))
                .invoke(() -> {
                    if (isDropped) {
                        partitions.forget(expired.day());
                    }
                })
                .replaceWith(1);
    }

    private static Uni<Void> delete(SqlConnection connection, Tuple values) {
        return connection.preparedQuery(DELETE_AND_COUNT).execute(values).replaceWithVoid();
    }

    /** The lock comes first: what is stored meanwhile would be dropped without having been looked at. */
    private static Uni<Void> drop(SqlConnection connection, Tuple values, LocalDate day) {
        return connection
                .query(LOCK_ALL)
                .execute()
                .chain(() -> connection.preparedQuery(IS_KEPT).execute(values))
                .chain(rows -> rows.iterator().next().getBoolean("is_kept")
                        ? delete(connection, values)
                        : connection
                                .preparedQuery(COUNT_DAY)
                                .execute(Tuple.of(day))
                                .chain(() -> connection.preparedQuery(BURY_DAY).execute(Tuple.of(day)))
                                .chain(() -> connection
                                        .preparedQuery("SELECT drop_day($1)")
                                        .execute(Tuple.of(day)))
                                .replaceWithVoid());
    }
}
