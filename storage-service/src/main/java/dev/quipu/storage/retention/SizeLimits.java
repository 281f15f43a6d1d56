package dev.quipu.storage.retention;

import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.holds.LegalHolds;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Lets the oldest segments of a tenant go until what is stored is no larger than a rule says. What is held counts, and stays. */
@ApplicationScoped
class SizeLimits {

    private static final Logger LOG = Logger.getLogger(SizeLimits.class);

    private static final int SEGMENTS_AT_ONCE = 1000;

    private static final String LIMITS =
            "SELECT tenant, signal FROM keeping_rule WHERE bytes IS NOT NULL ORDER BY tenant, signal";

    /**
     * By the rule as it is now. A row says how long its columns are, none of their bytes is read. Undated records are as
     * old as they are here.
     */
    private static final String TOO_MANY =
            """
            WITH %s
            SELECT s.id, s.day, s.bucket FROM (
                SELECT id, day, bucket, tenant, signal, min_time, max_time, component_ids,
                    sum(octet_length(head)::bigint + octet_length(filter) + octet_length(payload)) OVER newest_first AS bytes
                FROM segment
                WHERE tenant = $1 AND ($2::smallint IS NULL OR signal = $2) AND record_count > 0
                WINDOW newest_first AS (ORDER BY CASE WHEN day = '1970-01-01'
                    THEN (extract(epoch FROM committed_at) * 1000000000)::bigint ELSE max_time END DESC, id)) s
            WHERE s.bytes > (SELECT r.bytes FROM keeping_rule r
                    WHERE r.tenant = $1 AND r.signal IS NOT DISTINCT FROM $2 AND r.service IS NULL AND r.condition IS NULL)
                AND NOT %s
            ORDER BY s.bytes DESC
            LIMIT %d""".formatted(LegalHolds.holds("g.tenant = $1"), LegalHolds.IS_HELD, SEGMENTS_AT_ONCE);

    /** Two that let go at once would let go twice as much. */
    private static final String ONE_AT_A_TIME =
            "SELECT pg_try_advisory_xact_lock(hashtextextended('quipu.sizes ' || $1::text, 0)) AS is_ours";

    private final Pool pool;
    private final Transactions transactions;

    SizeLimits(Pool pool, Transactions transactions) {
        this.pool = pool;
        this.transactions = transactions;
    }

    private record Limit(String tenant, @Nullable Short signal) {}

    /** @return the segments that were let go */
    Uni<Integer> shrink() {
        return pool.query(LIMITS)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Limit(row.getString("tenant"), row.getShort("signal")))
                        .toList())
                .chain(limits -> Multi.createFrom()
                        .iterable(limits)
                        .onItem()
                        .transformToUniAndConcatenate(limit -> shrink(limit)
                                .onFailure()
                                .invoke(failure -> LOG.warnf(
                                        failure, "Tenant %s stays larger than a rule says for now", limit.tenant()))
                                .onFailure()
                                .recoverWithItem(0))
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
                .preparedQuery(ONE_AT_A_TIME)
                .execute(Tuple.of(limit.tenant()))
                .chain(rows -> rows.iterator().next().getBoolean("is_ours")
                        ? step(connection, limit)
                        : Uni.createFrom().item(0)));
    }

    private static Uni<Integer> step(SqlConnection connection, Limit limit) {
        return connection
                .preparedQuery(TOO_MANY)
                .execute(Tuple.of(limit.tenant(), limit.signal()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row ->
                                new SegmentKey(row.getLocalDate("day"), row.getInteger("bucket"), row.getUUID("id")))
                        .toList())
                .chain(keys -> keys.isEmpty()
                        ? Uni.createFrom().item(0)
                        : ExpiredSegments.delete(connection, keys).map(Long::intValue));
    }
}
