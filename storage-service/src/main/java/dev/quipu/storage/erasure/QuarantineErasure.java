package dev.quipu.storage.erasure;

import dev.quipu.model.erasure.SegmentErasure;
import dev.quipu.model.segment.Removed;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.load.Workers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.StreamSupport;

/**
 * Erases what waits in quarantine. Its segment keeps its place under its old id, so that it is known when it is sent
 * again; when it is stored the ledger counts what was erased of it. One that cannot be read keeps the
 * erasure from being done.
 */
@ApplicationScoped
class QuarantineErasure {

    private static final String IDS = """
            SELECT id FROM quarantine WHERE tenant = $1 AND parcel IS NOT NULL AND collected_minute <= $2 ORDER BY id""";

    private static final String PARCEL =
            "SELECT parcel FROM quarantine WHERE tenant = $1 AND id = $2 AND parcel IS NOT NULL FOR UPDATE";

    private static final String REPLACE = """
            UPDATE quarantine SET parcel = $3, records = $4, framed_bytes = $5 WHERE tenant = $1 AND id = $2""";

    private final Transactions transactions;
    private final Workers workers;

    QuarantineErasure(Transactions transactions, Workers workers) {
        this.transactions = transactions;
        this.workers = workers;
    }

    Uni<Void> erase(Erasure erasure) {
        return erase(erasure, Instant.MAX);
    }

    /** For one that was done: of what was collected before and came since. */
    Uni<Void> late(Erasure erasure) {
        return erase(erasure, erasure.collectedUntil());
    }

    private Uni<Void> erase(Erasure erasure, Instant until) {
        return transactions
                .autocommit(connection ->
                        connection.preparedQuery(IDS).execute(Tuple.of(erasure.tenant(), SegmentSearch.minute(until))))
                .chain(rows -> Multi.createFrom()
                        .iterable(StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getUUID("id"))
                                .toList())
                        .onItem()
                        .transformToUniAndConcatenate(
                                id -> transactions.write(connection -> erase(connection, erasure, until, id)))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> erase(SqlConnection connection, Erasure erasure, Instant until, UUID id) {
        return connection
                .preparedQuery(PARCEL)
                .execute(Tuple.of(erasure.tenant(), id))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().voidItem()
                        : workers.runInBackground(() ->
                                        removed(erasure, until, rows.iterator().next()))
                                .chain(removed -> removed.filter(
                                                some -> !some.components().isEmpty())
                                        .map(some -> replace(connection, erasure, id, some))
                                        .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    /** Empty when it was collected later. */
    private static Optional<Removed<SegmentParcel>> removed(Erasure erasure, Instant until, Row row) {
        SegmentParcel parcel = SegmentParcel.parse(row.getBuffer("parcel").getBytes());
        if (Instant.EPOCH.plusNanos(parcel.collectedAtUnixNano()).isAfter(until)) {
            return Optional.empty();
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try {
            return Optional.of(new SegmentErasure(List.of(erasure.target()))
                    .erase(parcel, () -> new SegmentId(random.nextLong(), random.nextLong())));
        } catch (SegmentFormatException e) {
            throw new IllegalStateException(
                    "segment " + parcel.id() + " in quarantine: expected one that can be read, got " + e.getMessage()
                            + "; erasing goes on when it is discarded",
                    e);
        }
    }

    private static Uni<Void> replace(
            SqlConnection connection, Erasure erasure, UUID id, Removed<SegmentParcel> removed) {
        SegmentParcel left = removed.remaining().orElseThrow();
        return connection
                .preparedQuery(REPLACE)
                .execute(Tuple.of(
                        erasure.tenant(), id, Buffer.buffer(left.toBytes()), left.records(), left.framed().length))
                .chain(() -> connection
                        .preparedQuery(ErasureRecord.ADD_ERASED)
                        .execute(Tuple.of(erasure.id(), removed.records())))
                .replaceWithVoid();
    }
}
