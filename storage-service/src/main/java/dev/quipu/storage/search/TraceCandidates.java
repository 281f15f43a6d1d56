package dev.quipu.storage.search;

import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.MembershipFilter;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The statement that finds the segments which may hold traces, by one block of each membership filter and trace. */
final class TraceCandidates {

    private static final String FIND = """
            SELECT day, bucket, id, number
            FROM (
                SELECT s.day, s.bucket, s.id, t.number, t.b1, t.b2, t.b3, t.b4, t.b5, t.b6, t.b7, t.b8,
                    substr(s.filter, 1 + 32 * ((t.high * s.filter_blocks) >> 32)::int + (clock_timestamp() IS NULL)::int, 32) AS block
                FROM segment s
                CROSS JOIN unnest($7::bigint[], $8::int[], $9::int[], $10::int[], $11::int[], $12::int[], $13::int[],
                    $14::int[], $15::int[]) WITH ORDINALITY AS t(high, b1, b2, b3, b4, b5, b6, b7, b8, number)
                WHERE s.tenant = $1 AND s.signal = $2 AND s.filter_blocks > 0
                    AND (s.day BETWEEN $3 AND $4 OR s.day = '1970-01-01') AND s.max_time >= $5 AND s.min_time < $6
                    AND ($16 = 9223372036854775807 OR s.feed_xid <= $16 AND s.id <> ALL (ARRAY(
                        SELECT DISTINCT f.segment_id FROM feed_failure f
                        WHERE f.consumer = 'analysis' AND f.tenant = $1 AND f.signal = $2
                            AND ($17::text IS NULL OR f.part = $17 OR NOT EXISTS (
                                SELECT FROM feed_part p WHERE p.consumer = f.consumer AND p.part = f.part)))))) candidate
            WHERE get_bit(block, b1) = 1 AND get_bit(block, b2) = 1 AND get_bit(block, b3) = 1 AND get_bit(block, b4) = 1
                AND get_bit(block, b5) = 1 AND get_bit(block, b6) = 1 AND get_bit(block, b7) = 1 AND get_bit(block, b8) = 1""";

    private TraceCandidates() {}

    /** Segments with the traces that they may hold. */
    static Uni<Map<SegmentKey, List<TraceId>>> find(SqlConnection connection, TraceScope scope) {
        List<TraceId> ids = scope.ids();
        TimeRange range = scope.range();
        Tuple parameters = Tuple.tuple()
                .addString(scope.tenant())
                .addShort((short) Signal.TRACES.code())
                .addLocalDate(range.firstDay())
                .addLocalDate(range.lastDay())
                .addLong(range.fromUnixNano())
                .addLong(range.toUnixNano());
        long[] hashes = ids.stream().mapToLong(MembershipFilter::hashOfTrace).toArray();
        parameters.addValue(IntStream.range(0, hashes.length)
                .mapToObj(i -> hashes[i] >>> 32)
                .toArray(Long[]::new));
        for (int bit = 0; bit < 8; bit++) {
            int one = bit;
            parameters.addValue(IntStream.range(0, hashes.length)
                    .mapToObj(i -> MembershipFilter.bitsOf(hashes[i])[one])
                    .toArray(Integer[]::new));
        }
        parameters.addLong(scope.feedPosition()).addValue(scope.part().orElse(null));
        return connection.preparedQuery(FIND).execute(parameters).map(rows -> {
            Map<SegmentKey, List<TraceId>> candidates = new HashMap<>();
            for (Row row : rows) {
                SegmentKey key = new SegmentKey(row.getLocalDate("day"), row.getInteger("bucket"), row.getUUID("id"));
                TraceId id = ids.get((int) (row.getLong("number") - 1));
                candidates.computeIfAbsent(key, unseen -> new ArrayList<>()).add(id);
            }
            return candidates;
        });
    }
}
