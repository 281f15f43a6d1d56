package dev.quipu.storage.erasure;

import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.model.erasure.ErasureTarget;
import dev.quipu.model.erasure.ErasureTarget.OfTrace;
import dev.quipu.model.segment.MembershipFilter;
import dev.quipu.model.segment.Outcome;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.storage.ledger.LedgerLines;
import dev.quipu.storage.removal.Rewritten;
import dev.quipu.storage.removal.Rewritten.Side;
import dev.quipu.storage.segments.SegmentRow.Counted;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.format.DateTimeFormatter;

/** What is written of a segment from which something was erased, beside what is left of it. */
record ErasureRecord(SqlConnection connection, Erasure erasure, Rewritten rewritten) {

    /** Why records are in no segment any more. */
    private static final String REASON = "erasure";

    private static final String COUNT = """
            INSERT INTO erasure_count (erasure_id, signal, segments, records_before, records_erased, set_hash_before,
                set_hash_erased)
            VALUES ($1, $2, 1, $3, $4, $5, $6)
            ON CONFLICT (erasure_id, signal) DO UPDATE
            SET segments = erasure_count.segments + 1,
                records_before = erasure_count.records_before + excluded.records_before,
                records_erased = erasure_count.records_erased + excluded.records_erased,
                set_hash_before = wrapping_add(erasure_count.set_hash_before, excluded.set_hash_before),
                set_hash_erased = wrapping_add(erasure_count.set_hash_erased, excluded.set_hash_erased)""";

    private static final String NOTE_COMPONENTS = """
            INSERT INTO erasure_component (erasure_id, signal, component_id)
            SELECT $1, $2, unnest($3::int[]) ON CONFLICT DO NOTHING""";

    /** What is erased after it was done leaves something that was made of it. */
    static final String ADD_ERASED = """
            UPDATE erasure SET records_erased = records_erased + $2,
                dirty_since = CASE WHEN state = 'done' THEN coalesce(dirty_since, now()) ELSE dirty_since END
            WHERE id = $1""";

    private static final String TOUCH =
            "INSERT INTO erasure_touched (erasure_id, name) VALUES ($1, $2), ($1, $3) ON CONFLICT DO NOTHING";

    private static final String BURY = """
            INSERT INTO tombstone (tenant, segment_id, bucket, signal, day, records, min_time, max_time, outcome, reason,
                filter_blocks, filter)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11)
            ON CONFLICT (tenant, segment_id, bucket) DO NOTHING""";

    Uni<Void> write() {
        GoneNames gone = GoneNames.of(
                rewritten.head(),
                rewritten.left().map(Side::head),
                rewritten.source().templates(),
                rewritten.left().flatMap(Side::templates));
        return gone.note(connection, erasure.id())
                .chain(() -> erasure.target().kind() == ErasureTarget.Kind.TRACE
                        ? bury()
                        : Uni.createFrom().voidItem())
                .chain(this::ledger)
                .chain(this::count);
    }

    private Uni<Void> ledger() {
        SegmentHead head = rewritten.head();
        LedgerLines lines = new LedgerLines(erasure.tenant(), head.signal(), head.bucket());
        rewritten
                .taken()
                .forEach(counted -> lines.add(
                        counted.minute(),
                        counted.componentId(),
                        Outcome.ERASED,
                        REASON,
                        counted.records(),
                        counted.setHash()));
        return connection
                .preparedQuery(NOTE_COMPONENTS)
                .execute(Tuple.of(
                        erasure.id(),
                        (short) head.signal().code(),
                        rewritten.taken().stream()
                                .map(Counted::componentId)
                                .distinct()
                                .toArray(Integer[]::new)))
                .chain(() -> lines.write(connection));
    }

    /** Of a trace that was erased it is known that it was here: by its id alone, whatever else was in the segment. */
    private Uni<Void> bury() {
        SegmentHead head = rewritten.head();
        if (head.signal() != Signal.TRACES) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.tuple()
                .addString(erasure.tenant())
                .addUUID(rewritten.key().id())
                .addInteger(rewritten.key().bucket())
                .addShort((short) head.signal().code())
                .addLocalDate(rewritten.key().day())
                .addInteger(head.recordCount())
                .addLong(head.minTimeUnixNano())
                .addLong(head.maxTimeUnixNano())
                .addShort((short) Outcome.ERASED.code())
                .addString(REASON)
                .addValue(Buffer.buffer(filter(((OfTrace) erasure.target()).traceId())));
        return connection.preparedQuery(BURY).execute(values).replaceWithVoid();
    }

    /** Of one block. */
    private static byte[] filter(TraceId trace) {
        byte[] block = new byte[MembershipFilter.BLOCK_BYTES];
        for (int bit : MembershipFilter.bitsOf(MembershipFilter.hashOfTrace(trace))) {
            block[bit / 8] |= (byte) (1 << bit % 8);
        }
        return block;
    }

    private Uni<Void> count() {
        SegmentHead head = rewritten.head();
        long records = rewritten.records();
        Tuple counts = Tuple.tuple()
                .addUUID(erasure.id())
                .addShort((short) head.signal().code())
                .addLong((long) head.recordCount())
                .addLong(records)
                .addLong(head.setHash())
                .addLong(rewritten.setHash());
        String day = DateTimeFormatter.BASIC_ISO_DATE.format(rewritten.key().day());
        String partition = "segment_" + day + (head.level() == 0 ? "_fresh" : "_merged");
        return connection
                .preparedQuery(COUNT)
                .execute(counts)
                .chain(() -> connection.preparedQuery(ADD_ERASED).execute(Tuple.of(erasure.id(), records)))
                .chain(() -> connection
                        .preparedQuery(TOUCH)
                        .execute(Tuple.of(erasure.id(), partition, "segment_template_" + day)))
                .replaceWithVoid();
    }
}
