package dev.quipu.storage.retention;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.Outcome;
import dev.quipu.storage.failures.TakenFailures;
import dev.quipu.storage.feed.FeedConsumers;
import dev.quipu.storage.holds.LegalHolds;
import dev.quipu.storage.ledger.LedgerAccount;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Lets whole segments go, counts them as expired, and buries them. */
final class ExpiredSegments {

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
            WHERE %%s
            GROUP BY s.tenant, s.signal, c.minute, c.component_id, s.bucket, why
            ORDER BY s.tenant, s.signal, s.bucket, c.minute, c.component_id, why
            ON CONFLICT (tenant, signal, minute, component_id, bucket, outcome, reason) DO UPDATE
            SET records = ledger.records + excluded.records,
                set_hash = wrapping_add(ledger.set_hash, excluded.set_hash)""".formatted(Outcome.EXPIRED.code(), WHY);

    /** What is left of segments: what says of a trace that it may have been in them. */
    private static final String BURY = """
            INSERT INTO tombstone (tenant, segment_id, bucket, signal, day, records, min_time, max_time, outcome, reason,
                filter_blocks, filter)
            SELECT s.tenant, s.id, s.bucket, s.signal, s.day, s.record_count, s.min_time, s.max_time, %1$d, %2$s,
                CASE WHEN s.signal = %3$d THEN s.filter_blocks ELSE 0 END,
                CASE WHEN s.signal = %3$d THEN s.filter ELSE '' END
            FROM %%s s WHERE s.record_count > 0 AND %%s
            ON CONFLICT (tenant, segment_id, bucket) DO NOTHING""".formatted(Outcome.EXPIRED.code(), WHY, Signal.TRACES.code());

    /** Counts those of the day {@code $1}. */
    static final String COUNT_DAY = COUNT.formatted("segment", "s.day = $1");

    static final String BURY_DAY = BURY.formatted("segment", "s.day = $1");

    /** Consumers commit what they know of segments before or after these go. */
    private static final String LOCK_CONSUMERS = "LOCK TABLE feed_part, feed_consumer IN SHARE MODE";

    private static final String UNHELD =
            """
            WITH %s
            SELECT s.id, s.day, s.bucket FROM segment s WHERE s.id = ANY ($1) AND s.day = ANY ($2) AND NOT %s""".formatted(LegalHolds.holds("g.id = ANY ($1) AND g.day = ANY ($2)"), LegalHolds.IS_HELD);

    private static final String DELETE = deletion("", "s.id = ANY ($1) AND s.day = ANY ($2)");

    private ExpiredSegments() {}

    /** Those of them that are not held, in the connection's transaction. @return how many went */
    static Uni<Long> delete(SqlConnection connection, List<SegmentKey> keys) {
        return connection
                .query(LegalHolds.LOCK)
                .execute()
                .chain(() -> connection.query(LOCK_CONSUMERS).execute())
                .chain(() -> connection.preparedQuery(UNHELD).execute(tuple(keys)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row ->
                                new SegmentKey(row.getLocalDate("day"), row.getInteger("bucket"), row.getUUID("id")))
                        .toList())
                .chain(unheld -> unheld.isEmpty()
                        ? Uni.createFrom().item(0L)
                        : TakenFailures.end(
                                        connection,
                                        unheld.stream().map(SegmentKey::id).toArray(UUID[]::new))
                                .chain(() -> connection.preparedQuery(DELETE).execute(tuple(unheld)))
                                .replaceWith((long) unheld.size()));
    }

    private static Tuple tuple(List<SegmentKey> keys) {
        return Tuple.tuple()
                .addArrayOfUUID(keys.stream().map(SegmentKey::id).toArray(UUID[]::new))
                .addArrayOfLocalDate(
                        keys.stream().map(SegmentKey::day).distinct().toArray(LocalDate[]::new));
    }

    /**
     * One statement, so that exactly what is deleted is counted and buried.
     *
     * @param first what {@code which} refers to and stands first in the {@code WITH}, with a comma behind it; or nothing
     * @param which of the segments {@code s}
     */
    static String deletion(String first, String which) {
        return "WITH " + first + "gone AS (DELETE FROM segment s WHERE " + which
                + " RETURNING s.tenant, s.id, s.bucket, s.signal, s.day, s.record_count, s.min_time, s.max_time, s.feed_xid,"
                + " s.filter_blocks, s.filter, s.counted_minute, s.counted_component, s.counted_records, s.counted_set_hash), "
                + "untold AS (DELETE FROM segment_template t USING gone"
                + " WHERE t.segment_id = gone.id AND t.day = gone.day AND t.bucket = gone.bucket), "
                + "buried AS (" + BURY.formatted("gone", "true") + ") "
                + COUNT.formatted("gone", "true");
    }
}
