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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Who reads the feed, and how far each has committed. Segments that a consumer has not passed are not merged with ones
 * that it has.
 */
@ApplicationScoped
public class FeedConsumers {

    /** The consumer whose cursor gives the share of the records that is analysed. */
    public static final String ANALYSIS = "analysis";

    private static final String LIST =
            "SELECT name, position, epoch, updated_at, watermark FROM feed_consumer ORDER BY name";

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
            SELECT EXISTS (SELECT 1 FROM segment
                WHERE level > 0 AND commit_xid >= $2 AND feed_first_xid <= $1 AND feed_xid > $1) AS is_lost""";

    private final Transactions transactions;
    private final Backlogs backlogs;

    FeedConsumers(Transactions transactions, Backlogs backlogs) {
        this.transactions = transactions;
        this.backlogs = backlogs;
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

    /** By name. What they have before them may be some seconds older than where they stand. */
    public Uni<List<Consumer>> list() {
        return transactions
                .autocommit(connection -> connection.query(LIST).execute())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList())
                .chain(rows -> backlogs.of(
                                rows.stream().map(FeedConsumers::name).collect(Collectors.toSet()))
                        .map(known ->
                                rows.stream().map(row -> consumer(row, known)).toList()));
    }

    public Uni<Optional<Consumer>> find(String name) {
        return list().map(all ->
                all.stream().filter(consumer -> consumer.name().equals(name)).findFirst());
    }

    /** Whether there was one of that name. */
    public Uni<Boolean> remove(SqlConnection connection, String name) {
        return connection.preparedQuery(REMOVE).execute(Tuple.of(name)).map(rows -> rows.rowCount() > 0);
    }

    private static String name(Row row) {
        return row.getString("name");
    }

    private static Consumer consumer(Row row, Map<String, Backlog> backlogs) {
        return new Consumer(
                name(row),
                new FeedCursor(row.getLong("position"), row.getLong("epoch")),
                row.getOffsetDateTime("updated_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("watermark")).map(OffsetDateTime::toInstant),
                Objects.requireNonNull(backlogs.get(name(row))));
    }
}
