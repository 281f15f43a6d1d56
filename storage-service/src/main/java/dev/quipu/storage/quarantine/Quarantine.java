package dev.quipu.storage.quarantine;

import dev.quipu.model.CatalogText;
import dev.quipu.model.Signal;
import dev.quipu.model.TenantName;
import dev.quipu.model.segment.Outcome;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.ledger.LedgerLines;
import dev.quipu.storage.load.Workers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Keeps acknowledged segments that could not be stored. Laws: 1. a segment is here once, however often it is sent, and
 * not when it is stored or has left; 2. it leaves in the transaction that stores its records or counts them as rejected.
 */
@ApplicationScoped
public class Quarantine {

    /** Under which the ledger counts what was discarded. */
    public static final String DISCARDED = "quarantine_discarded";

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final String KEEP = """
            INSERT INTO quarantine (tenant, id, signal, collected_minute, records, framed_bytes, reason, parcel)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (SELECT 1 FROM segment WHERE segment.id = $2)
            ON CONFLICT (tenant, id) DO NOTHING""";

    private static final String LIST = """
            SELECT id, signal, records, framed_bytes, reason, since, attempts, last_error
            FROM quarantine WHERE tenant = $1 AND id > $2 AND left_at IS NULL
            ORDER BY id LIMIT $3""";

    private static final String FETCH =
            "SELECT parcel FROM quarantine WHERE tenant = $1 AND id = $2 AND left_at IS NULL";

    private static final String DISCARD = """
            UPDATE quarantine SET left_at = now(), parcel = NULL WHERE tenant = $1 AND id = $2 AND left_at IS NULL
            RETURNING signal, collected_minute, records""";

    private final Transactions transactions;
    private final Workers workers;

    Quarantine(Transactions transactions, Workers workers) {
        this.transactions = transactions;
        this.workers = workers;
    }

    /**
     * Keeps a segment.
     *
     * @param bytes of a parcel; not to be changed until the answer is there
     * @return whether it was not here, stored or gone before; fails with {@link SegmentFormatException} for other bytes
     */
    public Uni<Boolean> keep(byte[] bytes, String reason) {
        return workers.run(() -> parse(bytes))
                .chain(parcel -> transactions
                        .autocommit(connection -> connection.preparedQuery(KEEP).execute(values(parcel, bytes, reason)))
                        .map(rows -> rows.rowCount() > 0));
    }

    private static SegmentParcel parse(byte[] bytes) {
        SegmentParcel parcel = SegmentParcel.parse(bytes);
        if (!TenantName.isValid(parcel.tenant())) {
            throw new SegmentFormatException("tenant", TenantName.EXPECTED, parcel.tenant());
        }
        return parcel;
    }

    private static Tuple values(SegmentParcel parcel, byte[] bytes, String reason) {
        return Tuple.tuple()
                .addString(parcel.tenant())
                .addUUID(parcel.id().toUuid())
                .addShort((short) parcel.signal().code())
                .addInteger((int) TimeUnit.NANOSECONDS.toMinutes(parcel.collectedAtUnixNano()))
                .addInteger(parcel.records())
                .addInteger(parcel.framed().length)
                .addString(CatalogText.bounded(reason, CatalogText.MAX_NAME))
                .addValue(Buffer.buffer(bytes));
    }

    /** By id. @param after those after this one */
    public Uni<List<QuarantinedSegment>> list(String tenant, Optional<SegmentId> after, int limit) {
        UUID id = after.map(SegmentId::toUuid).orElse(BEFORE_ALL);
        return transactions
                .ask(tenant, LIST, Tuple.of(tenant, id, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Quarantine::segment)
                        .toList());
    }

    private static QuarantinedSegment segment(Row row) {
        return new QuarantinedSegment(
                SegmentId.of(row.getUUID("id")),
                Signal.ofCode(row.getShort("signal")),
                row.getInteger("records"),
                row.getInteger("framed_bytes"),
                row.getString("reason"),
                row.getOffsetDateTime("since").toInstant(),
                row.getInteger("attempts"),
                Optional.ofNullable(row.getString("last_error")));
    }

    /** Empty when it is not here. */
    public Uni<Optional<SegmentParcel>> fetch(String tenant, SegmentId id) {
        return transactions
                .ask(tenant, FETCH, Tuple.of(tenant, id.toUuid()))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(Optional.<SegmentParcel>empty())
                        : workers.run(() -> Optional.of(SegmentParcel.parse(
                                rows.iterator().next().getBuffer("parcel").getBytes()))));
    }

    /**
     * Lets go of a segment, counts its records as rejected, and does something more in the same transaction if it was here.
     *
     * @return whether it was here
     */
    public Uni<Boolean> discard(String tenant, SegmentId id, Function<SqlConnection, Uni<Void>> alongside) {
        return transactions.write(connection -> connection
                .preparedQuery(DISCARD)
                .execute(Tuple.of(tenant, id.toUuid()))
                .chain(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().item(false);
                    }
                    Row row = rows.iterator().next();
                    LedgerLines lines = new LedgerLines(tenant, Signal.ofCode(row.getShort("signal")), 0);
                    lines.add(
                            row.getInteger("collected_minute"),
                            0,
                            Outcome.REJECTED,
                            DISCARDED,
                            row.getInteger("records"),
                            0);
                    return lines.write(connection)
                            .chain(() -> alongside.apply(connection))
                            .replaceWith(true);
                }));
    }
}
