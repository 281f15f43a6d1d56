package dev.quipu.storage.feed;

import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Who reads the feed, and how far each has committed. Segments that a consumer has not passed are not merged with ones
 * that it has.
 */
@ApplicationScoped
public class FeedConsumers {

    /** The consumer whose cursor gives the share of the records that is analysed. */
    public static final String ANALYSIS = "analysis";

    /** Pending as the ledger counts it: a failure that was reported ahead is dealt with unless it was given back. */
    private static final String READ = """
            SELECT c.name, c.position, c.epoch, c.updated_at, c.watermark,
                greatest(ahead.records - failed_ahead.records + retried.records, 0) AS pending_records,
                greatest(1000 * extract(epoch FROM clock_timestamp() - ahead.oldest), 0)::bigint AS lag_millis
            FROM feed_consumer c,
                LATERAL (SELECT coalesce(sum(s.record_count), 0)::bigint AS records, min(s.committed_at) AS oldest
                    FROM segment s WHERE s.feed_xid > c.position AND s.record_count > 0) ahead,
                LATERAL (SELECT coalesce(sum(n), 0)::bigint AS records
                    FROM segment s JOIN counted_failure f ON f.segment_id = s.id, unnest(f.counted_records) AS n
                    WHERE s.feed_xid > c.position AND f.consumer = c.name) failed_ahead,
                LATERAL (SELECT coalesce(sum(n), 0)::bigint AS records
                    FROM counted_failure f, unnest(f.counted_records) AS n
                    WHERE f.consumer = c.name AND f.is_retried) retried
            """;

    private static final String LIST = READ + "ORDER BY c.name";
    private static final String FIND = READ + "WHERE c.name = $1";
    private static final String REMOVE = "DELETE FROM feed_consumer WHERE name = $1";

    /**
     * A position that is told has to be the committed one; of a consumer that is not registered it is 0. Analysis goes
     * back only by being removed, as what it added would be added again.
     */
    private static final String COMMIT = """
            INSERT INTO feed_consumer AS known (name, position, epoch, watermark)
            SELECT $1, $2, $3, $4
            WHERE coalesce($5::bigint, 0) = 0 OR EXISTS (SELECT FROM feed_consumer WHERE name = $1)
            ON CONFLICT (name) DO UPDATE
            SET position = excluded.position, epoch = excluded.epoch, updated_at = now(),
                watermark = coalesce(excluded.watermark, known.watermark)
            WHERE known.position = $5
                OR $5::bigint IS NULL AND (known.name <> 'analysis' OR known.position <= excluded.position)""";

    /** Of analysis whose parts are committed instead: read after the row is written, so that nobody parts it then. */
    private static final String HAS_PARTS = "SELECT EXISTS (SELECT FROM feed_part WHERE consumer = $1) AS has_parts";

    private static final String POSITIONS =
            "SELECT position FROM feed_consumer UNION SELECT position FROM feed_part ORDER BY 1";

    private static final String IS_LOST = """
            SELECT EXISTS (SELECT FROM segment
                WHERE level > 0 AND commit_xid >= $2 AND feed_first_xid <= $1 AND feed_xid > $1) AS is_lost""";

    private final Transactions transactions;

    FeedConsumers(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A reader of the feed.
     *
     * @param updatedAt when it committed last
     * @param watermark everything acknowledged before this is consumed; empty when it never said
     * @param backlog where its slowest part stands, when it is followed in parts
     */
    public record Consumer(
            String name, FeedCursor cursor, Instant updatedAt, Optional<Instant> watermark, Backlog backlog) {}

    /**
     * What a reader has before it.
     *
     * @param records of every tenant that are stored and not passed, or given back to be tried again
     * @param lag since the oldest segment was stored that it has not passed, of a merged one the last of its sources; 0
     *     when it has passed everything
     */
    public record Backlog(long records, Duration lag) {
        public Backlog {
            if (records < 0 || lag.isNegative()) {
                throw new IllegalArgumentException(
                        "backlog: expected records and a lag of 0 or more, got " + records + " and " + lag);
            }
        }
    }

    /**
     * Registers a consumer or moves its cursor, also back, in the connection's transaction. Fails with
     * {@link PositionLost} when segments on both sides of the cursor were merged after the page was read, or when the
     * consumer is not where the step begins: then it forgets what it read since its last commit. So it does when the
     * consumer is followed in parts.
     */
    public Uni<Void> commit(SqlConnection connection, String name, FeedStep step) {
        FeedCursor cursor = step.cursor();
        return connection
                .preparedQuery(COMMIT)
                .execute(Tuple.of(
                        name,
                        cursor.position(),
                        cursor.epoch(),
                        step.watermark()
                                .map(time -> time.atOffset(ZoneOffset.UTC))
                                .orElse(null),
                        step.after().map(FeedCursor::position).orElse(null)))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw new PositionLost("after: expected the committed cursor of " + name + ", got "
                                + step.after().map(FeedCursor::toString).orElse("none, and an earlier place"));
                    }
                })
                .chain(() -> connection.preparedQuery(HAS_PARTS).execute(Tuple.of(name)))
                .invoke(rows -> {
                    if (rows.iterator().next().getBoolean("has_parts")) {
                        throw new PositionLost(
                                name + ": followed in parts; expected a commit of a part, got one of the whole");
                    }
                })
                .chain(() -> requireNotLost(connection, cursor));
    }

    /** Fails with {@link PositionLost} when segments on both sides of the cursor were merged after it was read. */
    static Uni<Void> requireNotLost(SqlConnection connection, FeedCursor cursor) {
        return connection
                .preparedQuery(IS_LOST)
                .execute(Tuple.of(cursor.position(), cursor.epoch()))
                .invoke(rows -> {
                    if (rows.iterator().next().getBoolean("is_lost")) {
                        throw new PositionLost(cursor);
                    }
                })
                .replaceWithVoid();
    }

    /** Where consumers and parts of them stand. */
    public Uni<List<Long>> positions() {
        return transactions
                .autocommit(connection -> connection.query(POSITIONS).execute())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong("position"))
                        .toList());
    }

    public Uni<List<Consumer>> list() {
        return transactions
                .autocommit(connection -> connection.query(LIST).execute())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(FeedConsumers::consumer)
                        .toList());
    }

    public Uni<Optional<Consumer>> find(String name) {
        return transactions.autocommit(connection -> find(connection, name));
    }

    private static Uni<Optional<Consumer>> find(SqlConnection connection, String name) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(name))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(FeedConsumers::consumer));
    }

    /** Whether there was one of that name. */
    public Uni<Boolean> remove(SqlConnection connection, String name) {
        return connection.preparedQuery(REMOVE).execute(Tuple.of(name)).map(rows -> rows.rowCount() > 0);
    }

    private static Consumer consumer(Row row) {
        return new Consumer(
                row.getString("name"),
                new FeedCursor(row.getLong("position"), row.getLong("epoch")),
                row.getOffsetDateTime("updated_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("watermark")).map(OffsetDateTime::toInstant),
                new Backlog(row.getLong("pending_records"), Duration.ofMillis(row.getLong("lag_millis"))));
    }
}
