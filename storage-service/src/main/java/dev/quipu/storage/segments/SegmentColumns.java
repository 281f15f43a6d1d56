package dev.quipu.storage.segments;

import dev.quipu.access.encryption.SealedHeader;
import dev.quipu.access.encryption.SealedRange;
import dev.quipu.model.segment.ByteRange;
import dev.quipu.model.segment.ChunkSource;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.storage.encryption.OpenKeys;
import dev.quipu.storage.encryption.TenantKeys;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.quota.QueryCost;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.ObjLongConsumer;

/**
 * Reads parts of segments: heads, and byte ranges of payloads without the bytes between. The connection is in a
 * transaction whose snapshot has the segments, so that none is missing.
 */
@ApplicationScoped
public class SegmentColumns {

    /** A gap shorter than this costs less to read than another range. */
    private static final int MAX_GAP_BYTES = 6 << 10;

    private static final String HEADS = """
            SELECT s.tenant, s.head
            FROM unnest($1::date[], $2::int[], $3::uuid[]) AS k(day, bucket, id)
            JOIN segment s ON s.id = k.id AND s.bucket = k.bucket AND s.day = k.day""";

    /** Of what is sealed, the whole blocks that a range lies in, and how the payload begins ({@link SealedRange}). */
    private static final String RANGES =
            """
            SELECT tenant, key_generation, octet_length(s.payload) AS payload_bytes,
                CASE WHEN key_generation IS NOT NULL THEN substr(s.payload, 1, %1$d) END AS header,
                CASE WHEN key_generation IS NULL THEN substr(s.payload, r.begin + 1, r.length)
                    ELSE substr(s.payload, %1$d + 1 + r.begin / %2$d * %3$d,
                        (greatest(r.begin + r.length - 1, r.begin) / %2$d - r.begin / %2$d + 1) * %3$d) END AS bytes
            FROM segment s, unnest($4::int[], $5::int[]) WITH ORDINALITY AS r(begin, length, number)
            WHERE s.id = $3 AND s.bucket = $2 AND s.day = $1
            ORDER BY r.number""".formatted(SealedHeader.BYTES, SealedRange.BLOCK_BYTES, SealedRange.BLOCK_BYTES + SealedRange.TAG_BYTES);

    private final HeadCache cache;
    private final TenantKeys keys;
    private final Workers workers;
    private final QueryCost cost;

    SegmentColumns(HeadCache cache, TenantKeys keys, Workers workers, QueryCost cost) {
        this.cost = cost;
        this.cache = cache;
        this.keys = keys;
        this.workers = workers;
    }

    /** The heads of segments. */
    public Uni<SegmentHeads> heads(SqlConnection connection, Collection<SegmentKey> keys) {
        Map<UUID, SegmentHead> heads = new HashMap<>();
        List<SegmentKey> missing = new ArrayList<>();
        for (SegmentKey key : keys) {
            cache.get(key.id()).ifPresentOrElse(head -> heads.put(key.id(), head), () -> missing.add(key));
        }
        if (missing.isEmpty()) {
            return Uni.createFrom().item(new SegmentHeads(heads));
        }
        Tuple wanted = Tuple.tuple()
                .addValue(missing.stream().map(SegmentKey::day).toArray(LocalDate[]::new))
                .addValue(missing.stream().map(SegmentKey::bucket).toArray(Integer[]::new))
                .addValue(missing.stream().map(SegmentKey::id).toArray(UUID[]::new));
        return connection
                .preparedQuery(HEADS)
                .execute(wanted)
                .chain(rows -> workers.run(tenant(rows), () -> parse(rows)))
                .map(parsed -> {
                    parsed.forEach(head -> heads.put(head.id().toUuid(), head));
                    return new SegmentHeads(heads);
                });
    }

    private static String tenant(RowSet<Row> ofOne) {
        return ofOne.iterator().next().getString("tenant");
    }

    private List<SegmentHead> parse(RowSet<Row> rows) {
        List<SegmentHead> heads = new ArrayList<>(rows.size());
        for (Row row : rows) {
            SegmentHead head = SegmentHead.parse(row.getBuffer("head").getBytes());
            cache.put(head);
            heads.add(head);
        }
        return heads;
    }

    /** The bytes of ranges of one segment's payload, on the tenant's account. */
    public Uni<ChunkSource> chunks(SqlConnection connection, SegmentKey key, Collection<ByteRange> ranges) {
        return read(connection, key, ranges, cost::read);
    }

    /** The same for work that the tenant did not ask for. */
    public Uni<ChunkSource> chunksOnNobodysAccount(
            SqlConnection connection, SegmentKey key, Collection<ByteRange> ranges) {
        return read(connection, key, ranges, (tenant, bytes) -> {});
    }

    private Uni<ChunkSource> read(
            SqlConnection connection, SegmentKey key, Collection<ByteRange> ranges, ObjLongConsumer<String> account) {
        List<ByteRange> fetched = ByteRange.coalesce(ranges, MAX_GAP_BYTES);
        Tuple wanted = Tuple.tuple()
                .addLocalDate(key.day())
                .addInteger(key.bucket())
                .addUUID(key.id())
                .addValue(fetched.stream().map(ByteRange::offset).toArray(Integer[]::new))
                .addValue(fetched.stream().map(ByteRange::length).toArray(Integer[]::new));
        return connection
                .preparedQuery(RANGES)
                .execute(wanted)
                .invoke(rows -> requireAll(key, fetched, rows))
                .invoke(rows -> {
                    if (rows.size() > 0) {
                        account.accept(
                                tenant(rows),
                                fetched.stream().mapToLong(ByteRange::length).sum());
                    }
                })
                .chain(rows -> keys.of(connection, rows).chain(opening -> opened(key, fetched, rows, opening)));
    }

    private static void requireAll(SegmentKey key, List<ByteRange> fetched, RowSet<Row> rows) {
        if (rows.size() != fetched.size()) {
            throw new IllegalStateException("segment " + key.id() + ": expected " + fetched.size()
                    + " byte ranges in this snapshot, got " + rows.size());
        }
    }

    private Uni<ChunkSource> opened(SegmentKey key, List<ByteRange> fetched, RowSet<Row> rows, OpenKeys opening) {
        boolean isSealed = rows.size() > 0 && opening.isSealed(rows.iterator().next());
        return isSealed
                ? workers.run(
                        tenant(rows),
                        () -> chunks(
                                fetched,
                                rows,
                                (range, row) ->
                                        ByteBuffer.wrap(opening.part(row, key.id(), range.offset(), range.length()))))
                : Uni.createFrom()
                        .item(() -> chunks(
                                fetched,
                                rows,
                                (range, row) ->
                                        row.getBuffer("bytes").getByteBuf().nioBuffer()));
    }

    private static ChunkSource chunks(
            List<ByteRange> fetched, RowSet<Row> rows, BiFunction<ByteRange, Row, ByteBuffer> bytes) {
        FetchedChunks chunks = new FetchedChunks();
        int next = 0;
        for (Row row : rows) {
            ByteRange range = fetched.get(next++);
            chunks.add(range, bytes.apply(range, row));
        }
        return chunks;
    }
}
