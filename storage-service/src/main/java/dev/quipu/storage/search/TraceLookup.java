package dev.quipu.storage.search;

import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.ByteRange;
import dev.quipu.model.segment.ChunkSource;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentColumns;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Whole traces by their ids. */
@ApplicationScoped
public class TraceLookup {

    private static final int SEGMENTS_AT_ONCE = 4;

    /** Spans made into objects at once. */
    private static final int ROWS_AT_ONCE = 2_000;

    private final QueryRun queries;
    private final SegmentColumns columns;
    private final Workers workers;
    private final int maxSpans;

    TraceLookup(QueryRun queries, SegmentColumns columns, Workers workers, StorageConfig config) {
        this.queries = queries;
        this.columns = columns;
        this.workers = workers;
        this.maxSpans = config.storage().search().maxTraceSpans();
    }

    /**
     * Every stored span of the traces.
     *
     * @param encode makes one complete message of spans
     */
    public Uni<TraceAnswer> find(TraceScope scope, Function<List<Span>, byte[]> encode) {
        SpanPieces pieces = new SpanPieces(encode, maxSpans);
        return queries.run(
                "trace",
                scope.tenant(),
                (connection, watermark, isCancelled) -> TraceCandidates.find(connection, scope)
                        .chain(candidates -> read(connection, candidates, pieces, isCancelled))
                        .chain(() -> workers.run(scope.tenant(), pieces::finish))
                        .map(encoded -> new TraceAnswer(encoded, pieces.spans(), pieces.isTruncated(), watermark)));
    }

    private Uni<Void> read(
            SqlConnection connection,
            Map<SegmentKey, List<TraceId>> candidates,
            SpanPieces pieces,
            BooleanSupplier isCancelled) {
        return columns.heads(connection, candidates.keySet())
                .chain(heads -> Multi.createFrom()
                        .iterable(candidates.entrySet())
                        .onItem()
                        .transformToUni(entry -> segment(
                                connection,
                                entry.getKey(),
                                heads.of(entry.getKey()),
                                entry.getValue(),
                                new Target(pieces, isCancelled)))
                        .merge(SEGMENTS_AT_ONCE)
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private record Target(SpanPieces pieces, BooleanSupplier isCancelled) {}

    private Uni<Boolean> segment(
            SqlConnection connection, SegmentKey key, SegmentHead head, List<TraceId> ids, Target target) {
        Map<Integer, List<TraceId>> byGroup = new TreeMap<>();
        for (TraceId id : ids) {
            for (int group : head.rowGroupsOf(id)) {
                byGroup.computeIfAbsent(group, unseen -> new ArrayList<>()).add(id);
            }
        }
        if (byGroup.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        List<ByteRange> ranges = byGroup.keySet().stream()
                .flatMap(group -> head.ranges(group).stream())
                .toList();
        return columns.chunks(connection, key, ranges)
                .chain(chunks -> workers.run(head.tenant(), () -> decode(head, chunks, byGroup, target)));
    }

    private static boolean decode(
            SegmentHead head, ChunkSource chunks, Map<Integer, List<TraceId>> byGroup, Target target) {
        SegmentReader reader = new SegmentReader(head, chunks);
        byGroup.forEach((group, ids) -> {
            SpanRows rows = reader.rowGroup(group);
            ids.forEach(id -> take(rows, rows.rowsOf(id), target));
        });
        return true;
    }

    private static void take(SpanRows rows, int[] fromTo, Target target) {
        for (int from = fromTo[0]; from < fromTo[1]; from += ROWS_AT_ONCE) {
            if (target.isCancelled().getAsBoolean()) {
                throw new CancellationException("the client has gone");
            }
            if (target.pieces().isFull()) {
                target.pieces().leaveOut();
                return;
            }
            target.pieces().add(rows.spans(from, Math.min(fromTo[1], from + ROWS_AT_ONCE)));
        }
    }
}
