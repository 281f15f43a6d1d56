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
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Committed segments, complete and in an order that never goes back. The order is that of transaction ids, and only
 * those below which every transaction has ended are shown: one that is still running could commit among them.
 */
@ApplicationScoped
public class Feed {

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(20);

    /** Alone and first: what it says holds for what is read after it, wherever that lies. */
    private static final String SETTLED = "SELECT settled_below_xid() AS epoch, now() AS read_at";

    private static final String STATE = """
            SELECT (SELECT min(committed_at) FROM segment WHERE feed_xid > least($3::bigint, $4::bigint - 1)) AS first_left_out,
                EXISTS (SELECT 1 FROM segment
                    WHERE level > 0 AND commit_xid >= $2 AND feed_first_xid <= $1 AND feed_xid > $1) AS is_lost""";

    private static final String PAGE = """
            SELECT id, day, bucket, tenant, signal, level, record_count, min_time, max_time, set_hash, feed_xid, committed_at
            FROM segment
            WHERE feed_xid > $1 AND feed_xid < $5 AND feed_xid <= $4
                AND ($2::smallint IS NULL OR signal = $2) AND record_count > 0
            ORDER BY feed_xid
            FETCH FIRST $3 ROWS WITH TIES""";

    /** Without those that the consumer, or the part of it, could not digest. */
    private static final String END = """
            SELECT id, day, bucket, tenant, signal, level, record_count, min_time, max_time, set_hash, feed_xid, committed_at
            FROM segment s
            WHERE feed_xid <= $1 AND ($2::smallint IS NULL OR signal = $2) AND record_count > 0
                AND s.id <> ALL (ARRAY(SELECT DISTINCT f.segment_id FROM feed_failure f
                    WHERE f.consumer = $4 AND ($2::smallint IS NULL OR f.signal = $2) AND ($5::text IS NULL OR f.part = $5 OR NOT EXISTS (
                        SELECT FROM feed_part p WHERE p.consumer = f.consumer AND p.part = f.part))))
            ORDER BY feed_xid DESC
            FETCH FIRST $3 ROWS WITH TIES""";

    private final Transactions transactions;

    Feed(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * What is read of the feed.
     *
     * @param upTo nothing that stands after this
     * @param limit about how many segments; those of one position are never parted
     */
    public record Query(FeedCursor after, Optional<FeedCursor> upTo, Optional<Signal> signal, int limit) {
        public Query {
            if (upTo.isPresent() && upTo.get().position() < after.position()) {
                throw new IllegalArgumentException(
                        "upTo: expected a cursor that is not before 'after', got " + upTo.get() + " and " + after);
            }
        }

        private long last() {
            return upTo.map(FeedCursor::position).orElse(Long.MAX_VALUE);
        }
    }

    /** The page after a cursor; fails with {@link PositionLost} when nothing correct can come after it. */
    public Uni<FeedPage> after(Query query) {
        return transactions.read(STATEMENT_TIMEOUT, connection -> page(connection, query));
    }

    private static Uni<FeedPage> page(SqlConnection connection, Query query) {
        return connection.query(SETTLED).execute().chain(rows -> {
            Row settled = rows.iterator().next();
            return page(connection, query, settled.getLong("epoch"), settled.getOffsetDateTime("read_at"));
        });
    }

    private static Uni<FeedPage> page(SqlConnection connection, Query query, long epoch, OffsetDateTime readAt) {
        FeedCursor cursor = query.after();
        Tuple state = Tuple.of(cursor.position(), cursor.epoch(), query.last(), epoch);
        Tuple page = Tuple.of(
                cursor.position(),
                query.signal().map(one -> (short) one.code()).orElse(null),
                query.limit(),
                query.last(),
                epoch);
        return Uni.combine()
                .all()
                .unis(
                        connection.preparedQuery(STATE).execute(state),
                        connection.preparedQuery(PAGE).execute(page))
                .with((states, rows) ->
                        pageOf(query, epoch, readAt, states.iterator().next(), rows));
    }

    /**
     * The last segments up to a cursor, in the order of the feed, without those that analysis could not digest: what it
     * digested last.
     *
     * @param limit about how many
     * @param part without those that this part of analysis could not digest, and with those that others could not
     */
    public Uni<List<FeedPage.Entry>> before(
            FeedCursor cursor, Optional<Signal> signal, int limit, Optional<String> part) {
        Tuple parameters = Tuple.of(
                cursor.position(),
                signal.map(one -> (short) one.code()).orElse(null),
                limit,
                FeedConsumers.ANALYSIS,
                part.orElse(null));
        return transactions
                .read(
                        STATEMENT_TIMEOUT,
                        connection -> connection.preparedQuery(END).execute(parameters))
                .map(rows -> {
                    List<FeedPage.Entry> entries = new ArrayList<>(rows.size());
                    rows.forEach(row -> entries.add(entry(row, cursor.epoch())));
                    Collections.reverse(entries);
                    return entries;
                });
    }

    private static FeedPage pageOf(Query query, long epoch, OffsetDateTime readAt, Row state, RowSet<Row> rows) {
        FeedCursor cursor = query.after();
        if (state.getBoolean("is_lost")) {
            throw new PositionLost(cursor);
        }
        List<FeedPage.Entry> entries = new ArrayList<>(rows.size());
        Instant lastCommitted = Instant.MIN;
        for (Row row : rows) {
            entries.add(entry(row, epoch));
            lastCommitted = row.getOffsetDateTime("committed_at").toInstant();
        }
        FeedCursor next = entries.isEmpty()
                ? new FeedCursor(cursor.position(), epoch)
                : entries.get(entries.size() - 1).cursor();
        boolean isAtEnd = rows.size() < query.limit();
        if (isAtEnd && query.last() < epoch) {
            next = new FeedCursor(query.last(), epoch);
        }
        OffsetDateTime firstLeftOut = state.getOffsetDateTime("first_left_out");
        OffsetDateTime completeUntil = firstLeftOut == null ? readAt : firstLeftOut;
        return new FeedPage(entries, next, isAtEnd ? completeUntil.toInstant() : lastCommitted);
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
                new FeedCursor(row.getLong("feed_xid"), epoch),
                row.getOffsetDateTime("committed_at").toInstant());
    }
}
