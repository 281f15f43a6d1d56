package dev.quipu.storage.retention;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.Outcome;
import dev.quipu.model.segment.RecordRemoval;
import dev.quipu.model.segment.Removed;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.TemplatedSegment;
import dev.quipu.storage.feed.FeedConsumers;
import dev.quipu.storage.holds.LegalHolds;
import dev.quipu.storage.ledger.LedgerAccount;
import dev.quipu.storage.ledger.LedgerLines;
import dev.quipu.storage.removal.Rewritten;
import dev.quipu.storage.removal.SegmentRewrite;
import dev.quipu.storage.removal.Taking;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.function.Supplier;

/** Takes records that have expired out of a segment, and counts them so; what is left remembers by what rules. */
record ExpiryTaking(ExpiredRows expired) implements Taking {

    private static final String ANALYSED =
            "SELECT $1 <= coalesce((SELECT position FROM feed_consumer WHERE name = '%s'), -1) AS is_analysed"
                    .formatted(FeedConsumers.ANALYSIS);

    private static final String HELD =
            """
            WITH %s
            SELECT %s AS is_held FROM segment s WHERE s.id = $3 AND s.bucket = $2 AND s.day = $1""".formatted(LegalHolds.holds("g.id = $3 AND g.bucket = $2 AND g.day = $1"), LegalHolds.IS_HELD);

    private static final String MARK = "UPDATE segment SET thinned = $4 WHERE id = $3 AND bucket = $2 AND day = $1";

    private static final String BURY = """
            INSERT INTO tombstone (tenant, segment_id, bucket, signal, day, records, min_time, max_time, outcome, reason,
                filter_blocks, filter)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (tenant, segment_id, bucket) DO NOTHING""";

    @Override
    public Uni<Void> begin(SqlConnection connection, SegmentKey key) {
        return connection
                .query(LegalHolds.LOCK)
                .execute()
                .chain(() -> connection.preparedQuery(HELD).execute(Tuple.of(key.day(), key.bucket(), key.id())))
                .invoke(rows -> {
                    if (rows.size() == 0 || rows.iterator().next().getBoolean("is_held")) {
                        throw new SegmentRewrite.NotRewritten();
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Removed<Segment> from(Segment segment, Supplier<SegmentId> ids) {
        return RecordRemoval.from(segment, expired.of(SegmentReader.of(segment)), ids);
    }

    @Override
    public Removed<TemplatedSegment> from(TemplatedSegment segment, Supplier<SegmentId> ids) {
        SegmentReader reader = SegmentReader.of(segment.segment()).withTemplates(segment.templates());
        return RecordRemoval.from(segment, expired.of(reader), ids);
    }

    @Override
    public Uni<Void> untouched(SqlConnection connection, SegmentKey key) {
        return connection
                .preparedQuery(MARK)
                .execute(Tuple.of(
                        key.day(), key.bucket(), key.id(), expired.stage().fingerprint()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> taken(SqlConnection connection, Rewritten rewritten) {
        SegmentKey key = rewritten.key();
        Uni<Void> marked = rewritten
                .left()
                .map(left -> untouched(
                        connection,
                        new SegmentKey(key.day(), key.bucket(), left.head().id().toUuid())))
                .orElseGet(() -> Uni.createFrom().voidItem());
        return marked.chain(() -> connection.preparedQuery(ANALYSED).execute(Tuple.of(rewritten.feedXid())))
                .map(rows -> rows.iterator().next().getBoolean("is_analysed"))
                .map(isAnalysed -> isAnalysed ? LedgerAccount.EXPIRED_ANALYSED : LedgerAccount.EXPIRED_UNANALYSED)
                .chain(why -> bury(connection, rewritten, why).chain(() -> count(connection, rewritten, why)));
    }

    /** Of spans: whatever trace is not found any more may have been among them. */
    private static Uni<Void> bury(SqlConnection connection, Rewritten rewritten, String why) {
        SegmentHead head = rewritten.head();
        if (head.signal() != Signal.TRACES) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.tuple()
                .addString(head.tenant())
                .addUUID(rewritten.key().id())
                .addInteger(rewritten.key().bucket())
                .addShort((short) head.signal().code())
                .addLocalDate(rewritten.key().day())
                .addInteger((int) rewritten.records())
                .addLong(head.minTimeUnixNano())
                .addLong(head.maxTimeUnixNano())
                .addShort((short) Outcome.EXPIRED.code())
                .addString(why)
                .addInteger(head.filterBlocks())
                .addValue(Buffer.buffer(rewritten.source().segment().filter()));
        return connection.preparedQuery(BURY).execute(values).replaceWithVoid();
    }

    private static Uni<Void> count(SqlConnection connection, Rewritten rewritten, String why) {
        SegmentHead head = rewritten.head();
        LedgerLines lines = new LedgerLines(head.tenant(), head.signal(), head.bucket());
        rewritten
                .taken()
                .forEach(counted -> lines.add(
                        counted.minute(),
                        counted.componentId(),
                        Outcome.EXPIRED,
                        why,
                        counted.records(),
                        counted.setHash()));
        return lines.write(connection);
    }
}
