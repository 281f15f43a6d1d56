package dev.quipu.storage.retention;

import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.DayPartitions;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.holds.LegalHolds;
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
 * undated records are let go by the day they were stored. What is held stays.
 */
@ApplicationScoped
public class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    /** All of its records: those that only a rule by component or condition keeps are looked for one by one, before. */
    private static final String EXPIRED = """
            %s < $2::date - greatest(
                coalesce(
                    (SELECT r.days FROM keeping_rule r WHERE r.tenant = s.tenant AND r.signal = s.signal
                        AND r.service IS NULL AND r.condition IS NULL),
                    (SELECT r.days FROM keeping_rule r WHERE r.tenant = s.tenant AND r.signal IS NULL
                        AND r.service IS NULL AND r.condition IS NULL),
                    $1::int),
                (SELECT max(r.days) FROM keeping_rule r
                    WHERE r.tenant = s.tenant AND (r.signal IS NULL OR r.signal = s.signal)
                        AND (r.service IS NOT NULL OR r.condition IS NOT NULL)))
            AND NOT %s""".formatted(StoredDay.OF_SEGMENT, LegalHolds.IS_HELD);

    private static final String HOLDS_OF_DAY = LegalHolds.holds("g.day = $3");

    private static final String DAYS = """
            WITH %s
            SELECT d.day, bool_and(d.is_kept IS NOT TRUE) AS is_expired, bool_or(d.is_kept = false) AS has_expired
            FROM (
                SELECT p.day, s.is_kept
                FROM (
                    SELECT to_date(substring(c.relname FROM '[0-9]{8}$'), 'YYYYMMDD') AS day
                    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                    WHERE i.inhparent = 'request_key'::regclass) p
                LEFT JOIN (
                    SELECT s.day, NOT (%s) AS is_kept FROM segment s
                    WHERE s.day < $2::date - least($1::int, (SELECT min(days) FROM keeping_rule))
                    GROUP BY 1, 2) s ON s.day = p.day
                WHERE p.day < $2::date - least($1::int, (SELECT min(days) FROM keeping_rule))) d
            GROUP BY d.day""".formatted(LegalHolds.holds("true"), EXPIRED);

    private static final String DELETE_AND_COUNT =
            ExpiredSegments.deletion(HOLDS_OF_DAY + ", ", "s.day = $3 AND " + EXPIRED);

    private static final String IS_KEPT = "WITH " + HOLDS_OF_DAY
            + " SELECT EXISTS (SELECT 1 FROM segment s WHERE s.day = $3 AND NOT (" + EXPIRED + ")) AS is_kept";

    /** Nobody waits long for a partition that somebody else reads: it is dropped another time. */
    private static final String WAIT_SHORTLY = "SET LOCAL lock_timeout = '2s'";

    /** Not in one text with a SET: Citus tells its nodes the whole of such a text, and the coordinator then waits for itself. */
    private static final String LOCK_ALL =
            "LOCK TABLE ONLY segment, ONLY request_key, ONLY segment_template IN ACCESS EXCLUSIVE MODE; "
                    + LegalHolds.LOCK;

    private final Transactions transactions;
    private final DayPartitions partitions;
    private final SizeLimits sizes;
    private final StorageConfig.Retention config;

    Retention(Transactions transactions, DayPartitions partitions, SizeLimits sizes, StorageConfig config) {
        this.sizes = sizes;
        this.transactions = transactions;
        this.partitions = partitions;
        this.config = config.storage().retention();
    }

    @Scheduled(
            every = "{quipu.storage.retention.interval}",
            delayed = "30s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return run().onFailure()
                .invoke(failure -> LOG.warn("Retention stopped; it goes on later", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** Lets go what has expired by now, and what is too much. */
    public Uni<Void> run() {
        return expire().invoke(days -> {
                    if (days > 0) {
                        LOG.infof("Records of %d days expired", days);
                    }
                })
                .chain(sizes::shrink)
                .invoke(segments -> {
                    if (segments > 0) {
                        LOG.infof("%d segments were let go to hold to a size", segments);
                    }
                })
                .replaceWithVoid();
    }

    private record ExpiredDay(LocalDate day, boolean isExpired, boolean hasExpired) {}

    /** Lets whole segments go that have expired by now. @return how many days were touched */
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
                .transformToUniAndConcatenate(day -> expire(day, today)
                        .onFailure()
                        .invoke(failure -> LOG.warnf(failure, "Records of %s stay for now", day.day()))
                        .onFailure()
                        .recoverWithItem(0))
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
        return connection
                .query(LegalHolds.LOCK)
                .execute()
                .chain(() -> connection.preparedQuery(DELETE_AND_COUNT).execute(values))
                .replaceWithVoid();
    }

    /** The lock comes first: what is stored meanwhile would be dropped without having been looked at. */
    private static Uni<Void> drop(SqlConnection connection, Tuple values, LocalDate day) {
        return connection
                .query(WAIT_SHORTLY)
                .execute()
                .chain(() -> connection.query(LOCK_ALL).execute())
                .chain(() -> connection.preparedQuery(IS_KEPT).execute(values))
                .chain(rows -> rows.iterator().next().getBoolean("is_kept")
                        ? delete(connection, values)
                        : connection
                                .preparedQuery(ExpiredSegments.COUNT_DAY)
                                .execute(Tuple.of(day))
                                .chain(() -> connection
                                        .preparedQuery(ExpiredSegments.BURY_DAY)
                                        .execute(Tuple.of(day)))
                                .chain(() -> connection
                                        .preparedQuery("SELECT drop_day($1)")
                                        .execute(Tuple.of(day)))
                                .replaceWithVoid());
    }
}
