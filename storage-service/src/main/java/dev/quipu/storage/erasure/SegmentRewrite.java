package dev.quipu.storage.erasure;

import dev.quipu.model.erasure.ErasureTarget;
import dev.quipu.model.erasure.SegmentErasure;
import dev.quipu.model.segment.RecordTemplates;
import dev.quipu.model.segment.Removed;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentHead.ComponentEntry;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.TemplatedSegment;
import dev.quipu.storage.encryption.OpenKeys;
import dev.quipu.storage.encryption.Sealing;
import dev.quipu.storage.encryption.StoredPayload;
import dev.quipu.storage.encryption.TenantKeys;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentFetch;
import dev.quipu.storage.segments.SegmentKey;
import dev.quipu.storage.segments.SegmentRow;
import dev.quipu.storage.templates.SegmentTemplates;
import dev.quipu.storage.templates.SourceTemplates;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Replaces one segment by what is left of it, in one transaction: whatever interrupts it, either the segment is there or
 * what is left, with the ledger true to it. Should somebody merge the segment meanwhile nothing is changed, and the
 * merged one is found later.
 */
final class SegmentRewrite {

    private static final String SOURCE = """
            SELECT id, head, filter, payload, key_generation, level, signal, tenant, counted_minute, counted_component, counted_records,
                counted_set_hash, feed_first_xid, feed_xid, committed_at, commit_xid
            FROM segment WHERE id = ANY ($1) AND day = $2 AND bucket = $3""";

    /** Consumers commit what they know of a segment, and of its templates, before or after it is replaced. */
    private static final String LOCK_CONSUMERS = "LOCK TABLE feed_part, feed_consumer IN SHARE MODE";

    private static final String DELETE = "DELETE FROM segment WHERE id = ANY ($1) AND day = $2 AND bucket = $3";

    private final SegmentKey key;
    private final Erasure erasure;
    private final TenantKeys keys;
    private final Sealing sealing;
    private final Workers workers;

    SegmentRewrite(SegmentKey key, Erasure erasure, TenantKeys keys, Sealing sealing, Workers workers) {
        this.key = key;
        this.erasure = erasure;
        this.keys = keys;
        this.sealing = sealing;
        this.workers = workers;
    }

    /** Nothing was changed: somebody was faster. It is found under another name, or at the next try. */
    static final class NotRewritten extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotRewritten() {
            super(null, null, false, false);
        }
    }

    /**
     * What there is instead of a segment.
     *
     * @param payload of that
     * @param templates of its records, when those of the segment are known
     */
    private record Left(
            Segment source,
            Optional<Segment> segment,
            Optional<StoredPayload> payload,
            Optional<RecordTemplates> templates,
            List<ComponentEntry> removed,
            ErasedAccount account) {

        GoneNames gone(SourceTemplates known) {
            Optional<RecordTemplates> before = known.isEmpty()
                    ? Optional.empty()
                    : Optional.of(known.of(source).templates());
            return GoneNames.of(source.head(), segment.map(Segment::head), before, templates);
        }

        boolean isUntouched() {
            return removed.isEmpty();
        }

        long records() {
            return removed.stream().mapToLong(ComponentEntry::records).sum();
        }

        long setHash() {
            return removed.stream().mapToLong(ComponentEntry::setHash).sum();
        }
    }

    /** Runs in the connection's transaction. @return the records that were erased */
    Uni<Long> run(SqlConnection connection) {
        return keys.hold(connection, sealing).chain(isHeld -> {
            if (!isHeld) {
                return Uni.createFrom().failure(new NotRewritten());
            }
            return connection.preparedQuery(SOURCE).execute(keys()).chain(rows -> rewritten(connection, rows));
        });
    }

    private Uni<Long> rewritten(SqlConnection connection, RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Uni.createFrom().failure(new NotRewritten());
        }
        Row source = rows.iterator().next();
        return SourceTemplates.read(connection, keys())
                .chain(templates -> keys.of(connection, rows)
                        .chain(opening -> workers.runInBackground(() -> left(source, templates, opening)))
                        .chain(left -> left.isUntouched()
                                ? Uni.createFrom().item(0L)
                                : replace(connection, source, templates, left)));
    }

    private Left left(Row row, SourceTemplates templates, OpenKeys opening) {
        Segment source = SegmentFetch.of(row, opening);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Supplier<SegmentId> ids = () -> new SegmentId(random.nextLong(), random.nextLong());
        SegmentErasure taking = new SegmentErasure(List.of(erasure.target()));
        Left left;
        if (templates.isEmpty()) {
            Removed<Segment> removed = taking.erase(source, ids);
            left = left(row, source, removed.components(), removed.remaining(), Optional.empty());
        } else {
            Removed<TemplatedSegment> removed = taking.erase(templates.of(source), ids);
            left = left(
                    row,
                    source,
                    removed.components(),
                    removed.remaining().map(TemplatedSegment::segment),
                    removed.remaining().map(TemplatedSegment::templates));
        }
        requireSum(left);
        return left;
    }

    private Left left(
            Row row,
            Segment source,
            List<ComponentEntry> removed,
            Optional<Segment> segment,
            Optional<RecordTemplates> templates) {
        ErasedAccount account =
                ErasedAccount.of(SegmentRow.account(row), source.head().components(), removed);
        Optional<StoredPayload> payload =
                segment.map(one -> sealing.seal(one.head().id().toUuid(), one.body()));
        return new Left(source, segment, payload, templates, removed, account);
    }

    private static void requireSum(Left left) {
        Segment source = left.source();
        Optional<SegmentHead> head = left.segment().map(Segment::head);
        long records = left.records() + head.map(SegmentHead::recordCount).orElse(0);
        long setHash = left.setHash() + head.map(SegmentHead::setHash).orElse(0L);
        if (records != source.head().recordCount() || setHash != source.head().setHash()) {
            throw new IllegalStateException(
                    "segment " + source.head().id() + ": expected what was taken and what is left" + " to be its "
                            + source.head().recordCount() + " records, got " + records);
        }
    }

    private Uni<Long> replace(SqlConnection connection, Row source, SourceTemplates templates, Left left) {
        ErasureRecord record = new ErasureRecord(connection, erasure, key);
        return connection
                .query(LOCK_CONSUMERS)
                .execute()
                .chain(() -> templates.areUnchanged(connection, keys(), Set.of(key.id())))
                .invoke(SegmentRewrite::require)
                .chain(() -> connection.preparedQuery(DELETE).execute(keys()))
                .invoke(rows -> require(rows.rowCount() == 1))
                .chain(() -> insert(connection, source, left))
                .chain(() -> swapTemplates(connection, templates, left))
                .chain(() -> left.gone(templates).note(connection, erasure.id()))
                .chain(() -> record.failures(left.segment(), left.account().left()))
                .chain(() ->
                        isTrace() ? record.tombstone(source) : Uni.createFrom().voidItem())
                .chain(() -> record.ledger(source, left.account().erased()))
                .chain(() -> record.count(source, left.records(), left.setHash()))
                .replaceWith(left.records());
    }

    private boolean isTrace() {
        return erasure.target().kind() == ErasureTarget.Kind.TRACE;
    }

    private static Uni<Void> insert(SqlConnection connection, Row source, Left left) {
        if (left.segment().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = new SegmentRow(
                        left.segment().get(),
                        left.payload().orElseThrow(),
                        0,
                        left.account().left())
                .values()
                .addLong(source.getLong("feed_first_xid"))
                .addLong(source.getLong("feed_xid"))
                .addOffsetDateTime(source.getOffsetDateTime("committed_at"))
                .addLong(source.getLong("commit_xid"));
        return connection.preparedQuery(SegmentRow.INSERT_LEFT).execute(values).replaceWithVoid();
    }

    private Uni<Void> swapTemplates(SqlConnection connection, SourceTemplates templates, Left left) {
        if (templates.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> gone = SourceTemplates.delete(connection, keys());
        if (left.segment().isEmpty() || left.templates().isEmpty()) {
            return gone;
        }
        UUID id = left.segment().get().head().id().toUuid();
        Tuple row = SegmentTemplates.row(
                left.segment().get().head().tenant(),
                key.day(),
                key.bucket(),
                id,
                left.templates().get());
        return gone.chain(() -> SegmentTemplates.put(connection, List.of(row)));
    }

    private Tuple keys() {
        return Tuple.of(new UUID[] {key.id()}, key.day(), key.bucket());
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new NotRewritten();
        }
    }
}
