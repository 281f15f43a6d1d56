package dev.quipu.storage.failures;

import dev.quipu.storage.feed.FeedConsumers;
import dev.quipu.storage.segments.SegmentRow.Counted;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Failures of a segment from which records were taken: those of what is left of it. */
public final class TakenFailures {

    /** No more of them failed than there are. */
    private static final String FOLLOW = """
            UPDATE feed_failure f SET segment_id = $2, records = left_of.records, counted_records = left_of.counted
            FROM (
                SELECT g.id, sum(least(c.records, coalesce(l.records, 0))) AS records,
                    array_agg(least(c.records, coalesce(l.records, 0)) ORDER BY c.number) AS counted
                FROM feed_failure g,
                    unnest(g.counted_minute, g.counted_component, g.counted_records) WITH ORDINALITY
                        AS c(minute, component_id, records, number)
                LEFT JOIN unnest($3::int[], $4::int[], $5::int[]) AS l(minute, component_id, records)
                    ON l.minute = c.minute AND l.component_id = c.component_id
                WHERE g.segment_id = $1
                GROUP BY g.id) left_of
            WHERE f.id = left_of.id""";

    private static final String DELETE = "DELETE FROM feed_failure WHERE segment_id = $1 AND records = 0";
    private static final String DELETE_ALL = "DELETE FROM feed_failure WHERE segment_id = $1";
    private static final String ANY = "SELECT FROM feed_failure WHERE segment_id = $1 LIMIT 1";

    private static final String FAILED =
            "SELECT DISTINCT segment_id FROM feed_failure WHERE segment_id = ANY ($1) ORDER BY 1";

    private TakenFailures() {}

    /** Of segments of which nothing is left. */
    public static Uni<Void> end(SqlConnection connection, UUID[] segments) {
        return connection
                .preparedQuery(FAILED)
                .execute(Tuple.tuple().addArrayOfUUID(segments))
                .chain(rows -> Multi.createFrom()
                        .iterable(StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getUUID("segment_id"))
                                .toList())
                        .onItem()
                        .transformToUniAndConcatenate(id -> follow(connection, id, Optional.empty(), List.of()))
                        .collect()
                        .last());
    }

    /**
     * Has the failures follow the segment, and the ledger count them, in the connection's transaction.
     *
     * @param left what is left of it; empty when nothing
     * @param account of what is left
     */
    public static Uni<Void> follow(SqlConnection connection, UUID segment, Optional<UUID> left, List<Counted> account) {
        return connection.preparedQuery(ANY).execute(Tuple.of(segment)).chain(rows -> {
            if (rows.size() == 0) {
                return Uni.createFrom().voidItem();
            }
            UUID[] both = left.map(id -> new UUID[] {segment, id}).orElseGet(() -> new UUID[] {segment});
            return FailureCounts.around(
                    connection, FeedConsumers.ANALYSIS, both, () -> change(connection, segment, left, account));
        });
    }

    private static Uni<Void> change(
            SqlConnection connection, UUID segment, Optional<UUID> left, List<Counted> account) {
        if (left.isEmpty()) {
            return connection
                    .preparedQuery(DELETE_ALL)
                    .execute(Tuple.of(segment))
                    .replaceWithVoid();
        }
        Tuple values = Tuple.tuple()
                .addUUID(segment)
                .addUUID(left.get())
                .addArrayOfInteger(account.stream().map(Counted::minute).toArray(Integer[]::new))
                .addArrayOfInteger(account.stream().map(Counted::componentId).toArray(Integer[]::new))
                .addArrayOfInteger(account.stream().map(Counted::records).toArray(Integer[]::new));
        return connection
                .preparedQuery(FOLLOW)
                .execute(values)
                .chain(() -> connection.preparedQuery(DELETE).execute(Tuple.of(left.get())))
                .replaceWithVoid();
    }
}
