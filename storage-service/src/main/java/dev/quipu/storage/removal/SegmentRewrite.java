package dev.quipu.storage.removal;

import dev.quipu.model.segment.Removed;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead.ComponentEntry;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.TemplatedSegment;
import dev.quipu.storage.encryption.OpenKeys;
import dev.quipu.storage.encryption.Sealing;
import dev.quipu.storage.encryption.StoredPayload;
import dev.quipu.storage.encryption.TenantKeys;
import dev.quipu.storage.failures.TakenFailures;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.removal.Rewritten.Side;
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
public final class SegmentRewrite {

    private static final String SOURCE = """
            SELECT id, head, filter, payload, key_generation, level, signal, tenant, counted_minute, counted_component, counted_records,
                counted_set_hash, feed_first_xid, feed_xid, committed_at, commit_xid
            FROM segment WHERE id = ANY ($1) AND day = $2 AND bucket = $3""";

    /** Consumers commit what they know of a segment, and of its templates, before or after it is replaced. */
    private static final String LOCK_CONSUMERS = "LOCK TABLE feed_part, feed_consumer IN SHARE MODE";

    private static final String DELETE = "DELETE FROM segment WHERE id = ANY ($1) AND day = $2 AND bucket = $3";

    private final SegmentKey key;
    private final Taking taking;
    private final TenantKeys keys;
    private final Sealing sealing;
    private final Workers workers;

    /** @param sealing of the segment's tenant */
    public SegmentRewrite(SegmentKey key, Taking taking, TenantKeys keys, Sealing sealing, Workers workers) {
        this.key = key;
        this.taking = taking;
        this.keys = keys;
        this.sealing = sealing;
        this.workers = workers;
    }

    /** Nothing was changed: somebody was faster. It is found under another name, or at the next try. */
    public static final class NotRewritten extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NotRewritten() {
            super(null, null, false, false);
        }
    }

    /** Runs in the connection's transaction. @return the records that were taken */
    public Uni<Long> run(SqlConnection connection) {
        return keys.hold(connection, sealing).chain(isHeld -> {
            if (!isHeld) {
                return Uni.createFrom().failure(new NotRewritten());
            }
            return taking.begin(connection, key)
                    .chain(() -> connection.preparedQuery(SOURCE).execute(keys()))
                    .chain(rows -> rewritten(connection, rows));
        });
    }

    private Uni<Long> rewritten(SqlConnection connection, RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Uni.createFrom().failure(new NotRewritten());
        }
        Row source = rows.iterator().next();
        return SourceTemplates.read(connection, keys())
                .chain(templates -> keys.of(connection, rows)
                        .chain(opening -> workers.runInBackground(() -> made(source, templates, opening)))
                        .chain(made -> made.rewritten().isUntouched()
                                ? taking.untouched(connection, key).replaceWith(0L)
                                : replace(connection, source, templates, made)));
    }

    /** @param payload of what is left */
    private record Made(Rewritten rewritten, Optional<StoredPayload> payload) {}

    private Made made(Row row, SourceTemplates templates, OpenKeys opening) {
        Segment source = SegmentFetch.of(row, opening);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Supplier<SegmentId> ids = () -> new SegmentId(random.nextLong(), random.nextLong());
        if (templates.isEmpty()) {
            Removed<Segment> removed = taking.from(source, ids);
            return made(
                    row,
                    new Side(source, Optional.empty()),
                    removed.remaining().map(left -> new Side(left, Optional.empty())),
                    removed.components());
        }
        TemplatedSegment templated = templates.of(source);
        Removed<TemplatedSegment> removed = taking.from(templated, ids);
        return made(row, side(templated), removed.remaining().map(SegmentRewrite::side), removed.components());
    }

    private static Side side(TemplatedSegment of) {
        return new Side(of.segment(), Optional.of(of.templates()));
    }

    private Made made(Row row, Side source, Optional<Side> left, List<ComponentEntry> removed) {
        TakenAccount account =
                TakenAccount.of(SegmentRow.account(row), source.head().components(), removed);
        Rewritten rewritten = new Rewritten(key, row.getLong("feed_xid"), source, left, removed, account);
        rewritten.requireSum();
        return new Made(
                rewritten,
                left.map(one ->
                        sealing.seal(one.head().id().toUuid(), one.segment().body())));
    }

    private Uni<Long> replace(SqlConnection connection, Row source, SourceTemplates templates, Made made) {
        Rewritten rewritten = made.rewritten();
        return connection
                .query(LOCK_CONSUMERS)
                .execute()
                .chain(() -> templates.areUnchanged(connection, keys(), Set.of(key.id())))
                .invoke(SegmentRewrite::require)
                .chain(() -> connection.preparedQuery(DELETE).execute(keys()))
                .invoke(rows -> require(rows.rowCount() == 1))
                .chain(() -> insert(connection, source, made))
                .chain(() -> swapTemplates(connection, templates, rewritten))
                .chain(() -> TakenFailures.follow(
                        connection,
                        key.id(),
                        rewritten.leftId(),
                        rewritten.account().left()))
                .chain(() -> taking.taken(connection, rewritten))
                .replaceWith(rewritten.records());
    }

    private static Uni<Void> insert(SqlConnection connection, Row source, Made made) {
        if (made.payload().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = new SegmentRow(
                        made.rewritten().left().orElseThrow().segment(),
                        made.payload().get(),
                        0,
                        made.rewritten().account().left())
                .values()
                .addLong(source.getLong("feed_first_xid"))
                .addLong(source.getLong("feed_xid"))
                .addOffsetDateTime(source.getOffsetDateTime("committed_at"))
                .addLong(source.getLong("commit_xid"));
        return connection.preparedQuery(SegmentRow.INSERT_LEFT).execute(values).replaceWithVoid();
    }

    private Uni<Void> swapTemplates(SqlConnection connection, SourceTemplates templates, Rewritten rewritten) {
        if (templates.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> gone = SourceTemplates.delete(connection, keys());
        return rewritten
                .left()
                .map(left -> gone.chain(() -> SegmentTemplates.put(connection, List.of(row(left)))))
                .orElse(gone);
    }

    private Tuple row(Side left) {
        return SegmentTemplates.row(
                left.head().tenant(),
                key.day(),
                key.bucket(),
                left.head().id().toUuid(),
                left.templates().orElseThrow());
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
