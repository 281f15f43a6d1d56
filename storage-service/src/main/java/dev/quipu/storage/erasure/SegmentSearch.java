package dev.quipu.storage.erasure;

import dev.quipu.model.erasure.SegmentErasure;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Finds the segments of a tenant that may hold what is to be erased, by their heads and filters. */
@ApplicationScoped
class SegmentSearch {

    private static final String SETTLED = "SELECT settled_below_xid() AS below";

    /**
     * A merged one stands where the latest of its sources stood: when all of them were looked at nothing of them is in it.
     * What is left of a segment stands where that stood.
     */
    private static final String KEYS = """
            SELECT day, bucket, id FROM segment
            WHERE tenant = $1 AND record_count > 0 AND feed_xid >= $2 AND collected_from <= $3
            ORDER BY day, bucket, id""";

    private static final String HEADS = "SELECT day, bucket, id, head, filter FROM segment WHERE id = ANY ($1)";

    private final Pool pool;
    private final Workers workers;

    SegmentSearch(Pool pool, Workers workers) {
        this.pool = pool;
        this.workers = workers;
    }

    /**
     * What is to be looked at.
     *
     * @param belowXid everything of lower transactions is among them
     */
    record Scope(long belowXid, List<SegmentKey> keys) {

        List<SegmentKey> without(Set<SegmentKey> done) {
            return keys.stream().filter(key -> !done.contains(key)).toList();
        }
    }

    /**
     * Every segment of the tenant that has records of this transaction or a later one.
     *
     * @param until segments of which all records were collected in a later minute are none of them
     */
    Uni<Scope> scope(String tenant, long fromXid, Instant until) {
        return pool.query(SETTLED)
                .execute()
                .chain(settled -> pool.preparedQuery(KEYS)
                        .execute(Tuple.of(tenant, fromXid, minute(until)))
                        .map(rows -> new Scope(
                                settled.iterator().next().getLong("below"),
                                StreamSupport.stream(rows.spliterator(), false)
                                        .map(SegmentSearch::key)
                                        .toList())));
    }

    /** Unix minutes, as far as PostgreSQL counts them. */
    static int minute(Instant time) {
        return (int) Math.min(Integer.MAX_VALUE, time.getEpochSecond() / 60);
    }

    /**
     * Those that may hold it.
     *
     * @param clean those that do not
     * @param missing how many are there no more: they were merged meanwhile
     */
    record Holding(List<SegmentKey> keys, List<SegmentKey> clean, int missing) {}

    Uni<Holding> holding(SegmentErasure erasure, List<SegmentKey> keys, Instant until) {
        UUID[] ids = keys.stream().map(SegmentKey::id).toArray(UUID[]::new);
        return pool.preparedQuery(HEADS)
                .execute(Tuple.tuple().addArrayOfUUID(ids))
                .chain(rows -> workers.runInBackground(() -> holding(erasure, Set.copyOf(keys), rows, until)));
    }

    private static Holding holding(SegmentErasure erasure, Set<SegmentKey> keys, RowSet<Row> rows, Instant until) {
        List<SegmentKey> found = new ArrayList<>();
        List<SegmentKey> clean = new ArrayList<>();
        for (Row row : rows) {
            if (keys.contains(key(row))) {
                SegmentHead head = SegmentHead.parse(row.getBuffer("head").getBytes());
                boolean mayHold = isOf(head, until)
                        && erasure.mayHold(head, row.getBuffer("filter").getBytes());
                (mayHold ? found : clean).add(key(row));
            }
        }
        return new Holding(found, clean, keys.size() - found.size() - clean.size());
    }

    /** A merged one has records of before when its first minute is: which these are it does not know. */
    private static boolean isOf(SegmentHead head, Instant until) {
        return head.level() > 0
                || !Instant.EPOCH.plusNanos(head.collectedAtUnixNano()).isAfter(until);
    }

    private static SegmentKey key(Row row) {
        return new SegmentKey(row.getLocalDate("day"), row.getInteger("bucket"), row.getUUID("id"));
    }
}
