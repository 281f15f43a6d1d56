package dev.quipu.storage.feed;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The parts of {@value FeedConsumers#ANALYSIS}. Each reads every position of the feed. Law: with the transaction that
 * moves a part the consumer stands at the least of its parts, and its watermark is the least of theirs.
 *
 * <p>Rows of parts are locked before the consumer's, always, so that nobody waits in a circle.
 */
@ApplicationScoped
public class FeedParts {

    private static final String MOVE = """
            UPDATE feed_part
            SET position = $3, epoch = $4, updated_at = now(), watermark = coalesce($5, watermark)
            WHERE consumer = $1 AND part = $2 AND position = $6""";

    private static final String EXISTS =
            "SELECT EXISTS (SELECT FROM feed_part WHERE consumer = $1 AND part = $2) AS is_known";

    /** By itself: only a statement after it sees what the transaction committed that it waited for. */
    private static final String LOCK_CONSUMER = "SELECT position FROM feed_consumer WHERE name = $1 FOR UPDATE";

    private static final String SETTLE = """
            UPDATE feed_consumer c
            SET position = least.position, epoch = least.epoch, updated_at = now(),
                watermark = coalesce(
                    (SELECT min(p.watermark) FROM feed_part p WHERE p.consumer = $1 HAVING count(*) = count(p.watermark)),
                    c.watermark)
            FROM (SELECT p.position, p.epoch FROM feed_part p WHERE p.consumer = $1
                ORDER BY p.position, p.epoch LIMIT 1) least
            WHERE c.name = $1""";

    private static final String LIST = "SELECT part, position, epoch, watermark FROM feed_part WHERE consumer = $1";
    private static final String LIST_LOCKED = LIST + " FOR UPDATE";

    private static final String LOCK_PARTS = "LOCK TABLE feed_part IN ROW EXCLUSIVE MODE";

    private static final String REGISTER = """
            INSERT INTO feed_consumer (name, position, epoch) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING""";

    private static final String BEGIN = """
            INSERT INTO feed_part (consumer, part, position, epoch, watermark)
            SELECT name, unnest($2::text[]), position, epoch, watermark FROM feed_consumer WHERE name = $1""";

    private static final String INSERT = """
            INSERT INTO feed_part (consumer, part, position, epoch, watermark)
            SELECT $1, unnest($2::text[]), $3, $4, $5""";

    private static final String REMOVE = "DELETE FROM feed_part WHERE consumer = $1";

    /**
     * Moves a part from where it has committed, in the connection's transaction, of which {@link #settle} is to be the
     * end. Fails with {@link NoSuchPart}, and with {@link PositionLost} when it has to begin again at its committed
     * cursor.
     */
    public Uni<Void> move(SqlConnection connection, String part, FeedStep step) {
        FeedCursor after = step.after().orElseThrow(() -> new IllegalArgumentException("after: expected it, got none"));
        FeedCursor cursor = step.cursor();
        if (cursor.position() < after.position()) {
            throw new IllegalArgumentException(
                    "cursor: expected one that is not before 'after', got " + cursor + " and " + after);
        }
        Tuple values = Tuple.tuple()
                .addString(FeedConsumers.ANALYSIS)
                .addString(part)
                .addLong(cursor.position())
                .addLong(cursor.epoch())
                .addValue(step.watermark()
                        .map(time -> time.atOffset(ZoneOffset.UTC))
                        .orElse(null))
                .addLong(after.position());
        return connection
                .preparedQuery(MOVE)
                .execute(values)
                .chain(rows -> rows.rowCount() == 0
                        ? why(connection, part, after)
                        : FeedConsumers.requireNotLost(connection, cursor));
    }

    private static Uni<Void> why(SqlConnection connection, String part, FeedCursor after) {
        return connection
                .preparedQuery(EXISTS)
                .execute(Tuple.of(FeedConsumers.ANALYSIS, part))
                .invoke(rows -> {
                    if (!rows.iterator().next().getBoolean("is_known")) {
                        throw new NoSuchPart(part);
                    }
                    throw new PositionLost("after: expected the committed cursor of part " + part + ", got " + after);
                })
                .replaceWithVoid();
    }

    /** Sets the consumer to the least of its parts. Last in a transaction: all parts wait for each other here. */
    public Uni<Void> settle(SqlConnection connection) {
        Tuple consumer = Tuple.of(FeedConsumers.ANALYSIS);
        return connection
                .preparedQuery(LOCK_CONSUMER)
                .execute(consumer)
                .chain(() -> connection.preparedQuery(SETTLE).execute(consumer))
                .replaceWithVoid();
    }

    /** All there are, in any order. */
    Uni<List<FeedPart>> list(SqlConnection connection) {
        return connection
                .preparedQuery(LIST)
                .execute(Tuple.of(FeedConsumers.ANALYSIS))
                .map(FeedParts::parts);
    }

    /** All there are, and nobody moves one until the transaction ends. */
    Uni<List<FeedPart>> listLocked(SqlConnection connection) {
        return connection
                .preparedQuery(LIST_LOCKED)
                .execute(Tuple.of(FeedConsumers.ANALYSIS))
                .map(FeedParts::parts);
    }

    /** Makes the first parts where the consumer stands, or at the beginning of the feed. */
    Uni<List<FeedPart>> begin(SqlConnection connection, PartLayout layout) {
        return connection
                .query(LOCK_PARTS)
                .execute()
                .chain(() -> connection
                        .preparedQuery(REGISTER)
                        .execute(Tuple.of(
                                FeedConsumers.ANALYSIS, FeedCursor.START.position(), FeedCursor.START.epoch())))
                .chain(() -> connection.preparedQuery(LOCK_CONSUMER).execute(Tuple.of(FeedConsumers.ANALYSIS)))
                .chain(() -> connection
                        .preparedQuery(BEGIN)
                        .execute(Tuple.of(FeedConsumers.ANALYSIS, layout.parts().toArray(String[]::new))))
                .chain(() -> list(connection));
    }

    /** Puts others in the place of parts that all stand at one position. */
    Uni<List<FeedPart>> replace(SqlConnection connection, List<FeedPart> standing, PartLayout layout) {
        FeedCursor cursor = standing.stream()
                .map(FeedPart::cursor)
                .min(Comparator.comparingLong(FeedCursor::epoch))
                .orElseThrow();
        Optional<OffsetDateTime> watermark = standing.stream()
                .flatMap(part -> part.watermark().stream())
                .max(Comparator.naturalOrder())
                .map(time -> time.atOffset(ZoneOffset.UTC));
        return remove(connection)
                .chain(() -> connection
                        .preparedQuery(INSERT)
                        .execute(Tuple.of(
                                FeedConsumers.ANALYSIS,
                                layout.parts().toArray(String[]::new),
                                cursor.position(),
                                cursor.epoch(),
                                watermark.orElse(null))))
                .chain(() -> list(connection));
    }

    Uni<Void> remove(SqlConnection connection) {
        return connection
                .preparedQuery(REMOVE)
                .execute(Tuple.of(FeedConsumers.ANALYSIS))
                .replaceWithVoid();
    }

    private static List<FeedPart> parts(RowSet<Row> rows) {
        List<FeedPart> parts = new ArrayList<>(rows.size());
        rows.forEach(row -> parts.add(new FeedPart(
                row.getString("part"),
                new FeedCursor(row.getLong("position"), row.getLong("epoch")),
                Optional.ofNullable(row.getOffsetDateTime("watermark")).map(OffsetDateTime::toInstant))));
        return parts;
    }
}
