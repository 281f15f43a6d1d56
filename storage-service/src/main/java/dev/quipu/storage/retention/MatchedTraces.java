package dev.quipu.storage.retention;

import dev.quipu.model.Signal;
import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.ByteRange;
import dev.quipu.model.segment.ChunkSource;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.RowScan;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentColumns;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Which traces have a span that satisfies a condition. All spans of a trace are in one bucket, and those around it in the
 * days before and after: in those of one bucket and three days nothing is missed of a trace that lasts less than a day.
 * Spans without a believable time are looked at by themselves.
 */
@ApplicationScoped
class MatchedTraces {

    /** Of one day and bucket, over all rules: so many take 64 MB. */
    static final int MOST = 1_000_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final String AROUND = """
            SELECT s.day, s.bucket, s.id FROM segment s
            WHERE s.tenant = $1 AND s.signal = %d AND s.bucket = $2 AND s.day BETWEEN $3::date - 1 AND $3::date + 1
                AND s.record_count > 0
            ORDER BY s.day, s.id""".formatted(Signal.TRACES.code());

    private final Pool pool;
    private final Transactions transactions;
    private final SegmentColumns columns;
    private final Workers workers;

    MatchedTraces(Pool pool, Transactions transactions, SegmentColumns columns, Workers workers) {
        this.pool = pool;
        this.transactions = transactions;
        this.columns = columns;
        this.workers = workers;
    }

    /**
     * What there is.
     *
     * @param traces by rule
     * @param matched segments that have a span of which a condition holds
     */
    record Found(Map<KeepingRule, TraceIds> traces, Set<SegmentKey> matched) {

        static final Found NOTHING = new Found(Map.of(), Set.of());
    }

    /**
     * Of a day and bucket. Fails with {@link IllegalStateException} when there are more than {@value #MOST}, and when a
     * segment is merged meanwhile.
     */
    Uni<Found> find(KeepingStage stage, LocalDate day, int bucket) {
        List<Wanted> wanted = stage.conditions().stream().map(Wanted::of).toList();
        Set<SegmentKey> matched = new HashSet<>();
        return pool.preparedQuery(AROUND)
                .execute(Tuple.of(stage.keeping().tenant(), bucket, day))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row ->
                                new SegmentKey(row.getLocalDate("day"), row.getInteger("bucket"), row.getUUID("id")))
                        .toList())
                .chain(keys -> Multi.createFrom()
                        .iterable(keys)
                        .onItem()
                        .transformToUniAndConcatenate(key -> transactions
                                .read(TIMEOUT, connection -> collect(connection, key, wanted))
                                .invoke(hasMatched -> {
                                    if (hasMatched) {
                                        matched.add(key);
                                    }
                                }))
                        .collect()
                        .last())
                .map(done -> {
                    Map<KeepingRule, TraceIds> traces = new LinkedHashMap<>();
                    wanted.forEach(one -> traces.put(one.rule(), one.found()));
                    return new Found(traces, matched);
                });
    }

    /** @param found grows */
    private record Wanted(KeepingRule rule, RecordMatcher matcher, TraceIds found) {

        static Wanted of(KeepingRule rule) {
            return new Wanted(rule, RecordMatcher.of(rule.filter(Signal.TRACES).orElseThrow()), new TraceIds());
        }
    }

    /** Whether there are some in it. */
    private Uni<Boolean> collect(SqlConnection connection, SegmentKey key, List<Wanted> all) {
        return columns.heads(connection, List.of(key))
                .map(heads -> heads.of(key))
                .chain(head -> {
                    List<Wanted> wanted = all.stream()
                            .filter(one -> one.matcher().mayMatch(head))
                            .toList();
                    return wanted.isEmpty()
                            ? Uni.createFrom().item(false)
                            : columns.chunksOnNobodysAccount(connection, key, ranges(head, wanted))
                                    .chain(chunks -> workers.runInBackground(() -> collect(head, chunks, wanted)));
                })
                .invoke(() -> requireRoom(all));
    }

    private static void requireRoom(List<Wanted> all) {
        int found = all.stream().mapToInt(one -> one.found().size()).sum();
        if (found > MOST) {
            throw new IllegalStateException("traces that satisfy a condition: expected at most " + MOST
                    + " of a day and bucket, got more; fewer are in a bucket where there are more buckets");
        }
    }

    private static List<ByteRange> ranges(SegmentHead head, List<Wanted> wanted) {
        Set<ColumnId> read = new LinkedHashSet<>(RowScan.traceColumns(head));
        wanted.forEach(one -> read.addAll(one.matcher().columns(head)));
        List<ByteRange> ranges = new ArrayList<>();
        IntStream.range(0, head.rowGroupCount()).forEach(group -> ranges.addAll(head.ranges(read, group)));
        return ranges;
    }

    private static boolean collect(SegmentHead head, ChunkSource chunks, List<Wanted> wanted) {
        SegmentReader reader = new SegmentReader(head, chunks);
        boolean hasMatched = false;
        for (int group = 0; group < head.rowGroupCount(); group++) {
            SpanRows rows = reader.rowGroup(group);
            for (Wanted one : wanted) {
                for (int row : one.matcher().match(rows)) {
                    one.found().add(rows.traceId(row));
                    hasMatched = true;
                }
            }
        }
        return hasMatched;
    }
}
