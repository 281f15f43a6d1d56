package dev.quipu.storage.segments;

import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.Outcome;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.storage.catalog.ComponentIds;
import dev.quipu.storage.catalog.ComponentIds.ComponentKey;
import dev.quipu.storage.catalog.SpanNames;
import dev.quipu.storage.catalog.SpanNames.NameKey;
import dev.quipu.storage.encryption.StoredPayload;
import dev.quipu.storage.ledger.LedgerLines;
import dev.quipu.storage.producers.ProducerBatch;
import dev.quipu.storage.producers.ProducerEpochs;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The statements that store one segment, sent without waiting for each other. The order of the locks is the same in
 * every such transaction: components, segment, request keys, span names, ledger lines, producers; each in the order of
 * its keys.
 */
final class StoreTransaction {

    private static final String INSERT_KEYS = """
            INSERT INTO request_key (tenant, day, bucket, key, segment_id)
            SELECT $1, $2, $3, k, $5 FROM unnest($4::bytea[]) AS k ORDER BY k
            ON CONFLICT (key, tenant, day, bucket) DO NOTHING
            RETURNING key""";

    private static final String FIND_KEYS = """
            SELECT key, segment_id FROM request_key
            WHERE tenant = $1 AND day = $2 AND bucket = $3 AND key = ANY ($4::bytea[])""";

    private final Segment segment;
    private final StoredPayload payload;
    private final SegmentHead head;
    private final ComponentIds componentIds;
    private final SpanNames spanNames;
    private final ProducerEpochs producers;
    private final Instant collectedAt;
    private final LocalDate today;
    private final Set<NameKey> newNames;
    private Map<ComponentKey, Integer> ids = Map.of();

    StoreTransaction(
            Segment segment,
            StoredPayload payload,
            ComponentIds componentIds,
            SpanNames spanNames,
            ProducerEpochs producers) {
        this.segment = segment;
        this.payload = payload;
        this.head = segment.head();
        this.componentIds = componentIds;
        this.spanNames = spanNames;
        this.producers = producers;
        this.collectedAt = Instant.EPOCH.plusNanos(head.collectedAtUnixNano());
        this.today = LocalDate.now(ZoneOffset.UTC);
        this.newNames = spanNames.unwritten(names(), today);
    }

    /** Fails with {@link SegmentStore.NothingStored} when the segment or a request of it is stored already. */
    Uni<Void> run(SqlConnection connection) {
        Set<Component> components = new LinkedHashSet<>();
        head.components().forEach(entry -> components.add(entry.component()));
        head.ledger().forEach(line -> components.add(line.component()));
        return componentIds
                .resolve(connection, head.tenant(), components, collectedAt)
                .invoke(resolved -> ids = resolved)
                .chain(() -> insert(connection));
    }

    /** To be called after the commit. */
    void remember() {
        componentIds.remember(ids, collectedAt);
        spanNames.remember(newNames, today);
    }

    private Uni<Void> insert(SqlConnection connection) {
        Uni<RowSet<Row>> segmentRow =
                connection.preparedQuery(SegmentRow.INSERT_COLLECTED).execute(row().values());
        return Uni.combine()
                .all()
                .unis(
                        segmentRow,
                        insertKeys(connection),
                        spanNames.write(connection, head.tenant(), newNames, today),
                        ledgerLines().write(connection),
                        producers.write(connection, head.tenant(), batches()))
                .withUni((segments, keys, names, lines, numbers) -> {
                    if (segments.rowCount() == 0) {
                        return nothingStored(new StoreOutcome.StoredBefore());
                    }
                    return keys.isEmpty() ? Uni.createFrom().voidItem() : duplicates(connection, keys);
                });
    }

    /** @return the keys that are stored already */
    private Uni<Set<RequestKey>> insertKeys(SqlConnection connection) {
        if (head.requests().isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        Set<RequestKey> keys = new HashSet<>();
        head.requests().forEach(request -> keys.add(request.key()));
        Tuple values = Tuple.tuple()
                .addString(head.tenant())
                .addLocalDate(SegmentStore.dayOf(head))
                .addInteger(head.bucket())
                .addValue(bytesOf(keys))
                .addUUID(head.id().toUuid());
        return connection.preparedQuery(INSERT_KEYS).execute(values).map(inserted -> {
            inserted.forEach(
                    row -> keys.remove(RequestKey.of(row.getBuffer("key").getBytes())));
            return keys;
        });
    }

    /**
     * A segment whose own keys are stored under its own id was stored, and merged with others since: that is the same
     * segment again, not a duplicate of its requests.
     */
    private Uni<Void> duplicates(SqlConnection connection, Set<RequestKey> keys) {
        Tuple values = Tuple.of(head.tenant(), SegmentStore.dayOf(head), head.bucket(), bytesOf(keys));
        UUID own = head.id().toUuid();
        return connection.preparedQuery(FIND_KEYS).execute(values).chain(rows -> {
            for (Row row : rows) {
                if (own.equals(row.getUUID("segment_id"))) {
                    return nothingStored(new StoreOutcome.StoredBefore());
                }
            }
            List<RequestKey> inOrder = head.requests().stream()
                    .map(SegmentHead.RequestEntry::key)
                    .filter(keys::contains)
                    .toList();
            return nothingStored(new StoreOutcome.DuplicateRequests(inOrder));
        });
    }

    private static Uni<Void> nothingStored(StoreOutcome outcome) {
        return Uni.createFrom().failure(new SegmentStore.NothingStored(outcome));
    }

    private static Buffer[] bytesOf(Set<RequestKey> keys) {
        return keys.stream().map(key -> Buffer.buffer(key.toBytes())).toArray(Buffer[]::new);
    }

    private SegmentRow row() {
        Map<Integer, SegmentRow.Counted> account = new TreeMap<>();
        for (SegmentHead.ComponentEntry entry : head.components()) {
            SegmentRow.Counted counted =
                    new SegmentRow.Counted(minute(), idOf(entry.component()), entry.records(), entry.setHash());
            account.merge(
                    counted.componentId(),
                    counted,
                    (a, b) -> new SegmentRow.Counted(
                            a.minute(), a.componentId(), a.records() + b.records(), a.setHash() + b.setHash()));
        }
        return new SegmentRow(segment, payload, minute(), new ArrayList<>(account.values()));
    }

    private LedgerLines ledgerLines() {
        LedgerLines lines = new LedgerLines(head.tenant(), head.signal(), head.bucket());
        for (SegmentHead.ComponentEntry entry : head.components()) {
            lines.add(minute(), idOf(entry.component()), Outcome.STORED, "", entry.records(), entry.setHash());
        }
        for (SegmentHead.LedgerLine line : head.ledger()) {
            lines.add(minute(), idOf(line.component()), line.outcome(), line.reason(), line.records(), line.setHash());
            if (line.outcome() == Outcome.ERASED) {
                // Acknowledged, and erased before they came here: they count as if they had.
                lines.add(minute(), idOf(line.component()), Outcome.STORED, "", line.records(), line.setHash());
            }
        }
        return lines;
    }

    /** A producer that says it handed over less than what it sent is believed no further than what is here. */
    private List<ProducerBatch> batches() {
        return head.producers().stream()
                .map(batch -> new ProducerBatch(
                        batch.producer(),
                        Long.toString(batch.epoch()),
                        head.signal(),
                        batch.sequence(),
                        Math.max(batch.count(), batch.records()),
                        batch.records()))
                .toList();
    }

    /** Only spans have names that are offered for choice. */
    private List<NameKey> names() {
        if (head.signal() != Signal.TRACES) {
            return List.of();
        }
        return head.names().stream()
                .map(entry -> new NameKey(
                        head.tenant(),
                        head.components().get(entry.component()).component().name(),
                        entry.kind(),
                        entry.name()))
                .toList();
    }

    private int minute() {
        return (int) TimeUnit.NANOSECONDS.toMinutes(head.collectedAtUnixNano());
    }

    private int idOf(Component component) {
        Integer id = ids.get(new ComponentKey(head.tenant(), component));
        if (id == null) {
            throw new IllegalStateException("component " + component + ": expected an id, got none");
        }
        return id;
    }
}
