package dev.quipu.storage.retention;

import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.holds.LegalHolds;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Lets the oldest segments of a tenant go until what is stored is no larger than a rule says. What is held counts, and stays. */
@ApplicationScoped
class SizeLimits {

    private static final int SEGMENTS_AT_ONCE = 256;

    private static final String LIMITS =
            "SELECT tenant, signal, bytes FROM retention_rule WHERE bytes IS NOT NULL ORDER BY tenant, signal";

    /** A row says how long its columns are, none of their bytes is read. Undated records are as old as they are here. */
    private static final String TOO_MANY = """
            SELECT sized.id, sized.day FROM (
                SELECT s.id, s.day, %s AS is_held,
                    sum(octet_length(s.head)::bigint + octet_length(s.filter) + octet_length(s.payload)) OVER newest_first
                        AS bytes
                FROM segment s
                WHERE s.tenant = $1 AND ($2::smallint IS NULL OR s.signal = $2) AND s.record_count > 0
                WINDOW newest_first AS (ORDER BY CASE WHEN s.day = '1970-01-01'
                    THEN (extract(epoch FROM s.committed_at) * 1000000000)::bigint ELSE s.max_time END DESC, s.id)) sized
            WHERE sized.bytes > $3 AND NOT sized.is_held
            ORDER BY sized.bytes DESC
            LIMIT %d""".formatted(LegalHolds.IS_HELD, SEGMENTS_AT_ONCE);

    private static final String DELETE_AND_COUNT =
            ExpiredSegments.deletion("s.id = ANY ($1) AND s.day = ANY ($2) AND NOT " + LegalHolds.IS_HELD);

    private final Pool pool;
    private final Transactions transactions;

    SizeLimits(Pool pool, Transactions transactions) {
        this.pool = pool;
        this.transactions = transactions;
    }

    private record Limit(String tenant, @Nullable Short signal, long bytes) {}

    /** @return the segments that were let go */
    Uni<Integer> shrink() {
        return pool.query(LIMITS)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Limit(row.getString("tenant"), row.getShort("signal"), row.getLong("bytes")))
                        .toList())
                .chain(limits -> Multi.createFrom()
                        .iterable(limits)
                        .onItem()
                        .transformToUniAndConcatenate(this::shrink)
                        .collect()
                        .with(Collectors.summingInt(Integer::intValue)));
    }

    private Uni<Integer> shrink(Limit limit) {
        return Multi.createBy()
                .repeating()
                .uni(() -> step(limit))
                .whilst(gone -> gone == SEGMENTS_AT_ONCE)
                .collect()
                .with(Collectors.summingInt(Integer::intValue));
    }

    private Uni<Integer> step(Limit limit) {
        return transactions.write(connection -> connection
                .preparedQuery(TOO_MANY)
                .execute(Tuple.of(limit.tenant(), limit.signal(), limit.bytes()))
                .map(SizeLimits::rows)
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(0)
                        : connection
                                .preparedQuery(DELETE_AND_COUNT)
                                .execute(Tuple.tuple()
                                        .addArrayOfUUID(rows.stream()
                                                .map(row -> row.getUUID("id"))
                                                .toArray(UUID[]::new))
                                        .addArrayOfLocalDate(rows.stream()
                                                .map(row -> row.getLocalDate("day"))
                                                .distinct()
                                                .toArray(LocalDate[]::new)))
                                .replaceWith(rows.size())));
    }

    private static List<Row> rows(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }
}
