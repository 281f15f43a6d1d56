package dev.quipu.storage.feed;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Committed segments, complete and in an order that never goes back. The order is that of transaction ids, and only
 * those below which every transaction has ended are shown: one that is still running could commit among them.
 */
@ApplicationScoped
public class Feed {

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(20);

    private static final String STATE = """
            SELECT settled_below_xid() AS epoch,
                now() AS read_at,
                (SELECT min(committed_at) FROM segment WHERE feed_xid >= settled_below_xid()) AS first_unsettled,
                EXISTS (SELECT FROM segment
                    WHERE level > 0 AND commit_xid >= $2 AND feed_first_xid <= $1 AND feed_xid > $1) AS is_lost""";

    private static final String PAGE = """
            SELECT id, day, bucket, tenant, signal, level, record_count, min_time, max_time, set_hash, feed_xid, committed_at
            FROM segment
            WHERE feed_xid > $1 AND feed_xid < settled_below_xid() AND ($2::smallint IS NULL OR signal = $2)
                AND record_count > 0 AND feed_xid <= $4
            ORDER BY feed_xid
            FETCH FIRST $3 ROWS WITH TIES""";

    private final Transactions transactions;

    Feed(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * The page after a cursor; fails with {@link PositionLost} when nothing correct can come after it.
     *
     * @param limit about how many segments; those of one position are never parted
     */
    public Uni<FeedPage> after(FeedCursor cursor, Filter filter, int limit) {
        return transactions.read(STATEMENT_TIMEOUT, connection -> page(connection, cursor, filter, limit));
    }

    /**
     * Which segments.
     *
     * @param signal only those of it; empty for all
     * @param upTo none that stand behind it; empty for all
     */
    public record Filter(Optional<Signal> signal, Optional<FeedCursor> upTo) {}

    private static Uni<FeedPage> page(SqlConnection connection, FeedCursor cursor, Filter filter, int limit) {
        Tuple state = Tuple.of(cursor.position(), cursor.epoch());
        Tuple page = Tuple.of(
                cursor.position(),
                filter.signal().map(one -> (short) one.code()).orElse(null),
                limit,
                filter.upTo().map(FeedCursor::position).orElse(Long.MAX_VALUE));
        return Uni.combine()
                .all()
                .unis(
                        connection.preparedQuery(STATE).execute(state),
                        connection.preparedQuery(PAGE).execute(page))
                .with((states, rows) -> pageOf(
                        cursor,
                        states.iterator().next(),
                        rows,
                        rows.size() < limit && filter.upTo().isEmpty()));
    }

    private static FeedPage pageOf(FeedCursor cursor, Row state, RowSet<Row> rows, boolean isAtEnd) {
        if (state.getBoolean("is_lost")) {
            throw new PositionLost(cursor);
        }
        long epoch = state.getLong("epoch");
        List<FeedPage.Entry> entries = new ArrayList<>(rows.size());
        Instant lastCommitted = Instant.EPOCH;
        for (Row row : rows) {
            entries.add(entry(row, epoch));
            lastCommitted = row.getOffsetDateTime("committed_at").toInstant();
        }
        FeedCursor next = entries.isEmpty()
                ? new FeedCursor(cursor.position(), epoch)
                : entries.get(entries.size() - 1).cursor();
        OffsetDateTime firstUnsettled = state.getOffsetDateTime("first_unsettled");
        OffsetDateTime settledUntil = firstUnsettled == null ? state.getOffsetDateTime("read_at") : firstUnsettled;
        return new FeedPage(entries, next, isAtEnd ? settledUntil.toInstant() : lastCommitted);
    }

    private static FeedPage.Entry entry(Row row, long epoch) {
        return new FeedPage.Entry(
                SegmentId.of(row.getUUID("id")),
                row.getLocalDate("day"),
                row.getInteger("bucket"),
                row.getString("tenant"),
                Signal.ofCode(row.getShort("signal")),
                row.getShort("level"),
                row.getInteger("record_count"),
                row.getLong("min_time"),
                row.getLong("max_time"),
                row.getLong("set_hash"),
                new FeedCursor(row.getLong("feed_xid"), epoch));
    }
}
