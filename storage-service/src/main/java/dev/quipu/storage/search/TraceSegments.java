package dev.quipu.storage.search;

import dev.quipu.model.TraceId;
import dev.quipu.model.segment.ByteRange;
import dev.quipu.model.segment.ChunkSource;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentColumns;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Which segments have spans of a trace, and how many. */
@ApplicationScoped
public class TraceSegments {

    private static final String COMMITTED =
            "SELECT committed_at FROM segment WHERE id = $3 AND bucket = $2 AND day = $1";

    /** More tell nothing more of what became of a trace; an id that all traces share is in thousands. */
    private static final int MAX_HOLDINGS = 100;

    private final SegmentColumns columns;
    private final Workers workers;

    TraceSegments(SegmentColumns columns, Workers workers) {
        this.columns = columns;
        this.workers = workers;
    }

    /** A segment with spans of the trace. @param records of the trace in it */
    public record Holding(SegmentId id, int level, LocalDate day, int records, Instant committedAt) {}

    /** Those of all times, but at most 100. The connection is in a transaction whose snapshot has the segments. */
    public Uni<List<Holding>> find(SqlConnection connection, String tenant, TraceId id, BooleanSupplier isCancelled) {
        return TraceCandidates.find(connection, TraceScope.of(tenant, List.of(id), TimeRange.ALL))
                .chain(candidates -> columns.heads(connection, candidates.keySet())
                        .chain(heads -> Multi.createFrom()
                                .iterable(candidates.keySet())
                                .onItem()
                                .transformToUniAndConcatenate(
                                        key -> holding(connection, key, heads.of(key), id, isCancelled))
                                .filter(holding -> holding.records() > 0)
                                .select()
                                .first(MAX_HOLDINGS)
                                .collect()
                                .asList()));
    }

    private Uni<Holding> holding(
            SqlConnection connection, SegmentKey key, SegmentHead head, TraceId id, BooleanSupplier isCancelled) {
        if (isCancelled.getAsBoolean()) {
            throw new CancellationException("the client has gone");
        }
        int[] groups = head.rowGroupsOf(id);
        List<ByteRange> ranges = Arrays.stream(groups)
                .boxed()
                .flatMap(group -> head.ranges(group).stream())
                .toList();
        Uni<Integer> records = groups.length == 0
                ? Uni.createFrom().item(0)
                : columns.chunks(connection, key, ranges)
                        .chain(chunks -> workers.run(head.tenant(), () -> count(head, chunks, groups, id)));
        return records.chain(count -> connection
                .preparedQuery(COMMITTED)
                .execute(Tuple.of(key.day(), key.bucket(), key.id()))
                .map(rows -> new Holding(
                        head.id(),
                        head.level(),
                        key.day(),
                        count,
                        rows.iterator().next().getOffsetDateTime("committed_at").toInstant())));
    }

    private static int count(SegmentHead head, ChunkSource chunks, int[] groups, TraceId id) {
        SegmentReader reader = new SegmentReader(head, chunks);
        int count = 0;
        for (int group : groups) {
            int[] fromTo = reader.rowGroup(group).rowsOf(id);
            count += fromTo[1] - fromTo[0];
        }
        return count;
    }
}
