package dev.quipu.storage.search;

import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.ByteRange;
import dev.quipu.model.segment.ChunkSource;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentColumns;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads candidates, best first, in waves that grow, until the ranking is settled. Of each segment the head decides
 * whether it is read at all, the row groups' ranges which of them; then only the columns of the filter and the
 * ranking are fetched, while those fetched before are decoded. For one query, in one snapshot.
 */
final class SegmentScan<R extends RecordRows> {

    private static final int FIRST_WAVE = 1;
    private static final int LARGEST_WAVE = 64;
    private static final int SEGMENTS_AT_ONCE = 4;

    private final SqlConnection connection;
    private final SegmentColumns columns;
    private final Workers workers;
    private final String tenant;
    private final RowOrder<R> order;
    private final RecordMatcher matcher;
    private final BooleanSupplier isCancelled;
    private QueryTemplates templates = QueryTemplates.NONE;
    private final AtomicInteger segments = new AtomicInteger();
    private final AtomicInteger rowGroups = new AtomicInteger();

    /** @param isCancelled nobody waits for the result any more */
    SegmentScan(
            SqlConnection connection,
            SegmentColumns columns,
            Workers workers,
            RowQuery<R> query,
            BooleanSupplier isCancelled) {
        this.connection = connection;
        this.columns = columns;
        this.workers = workers;
        this.tenant = query.tenant();
        this.order = query.order();
        this.matcher = RecordMatcher.of(query.filter());
        this.isCancelled = isCancelled;
    }

    /** Reads also these: the condition or the ranking is about templates. */
    SegmentScan<R> with(QueryTemplates known) {
        templates = known;
        return this;
    }

    /** How much was read. */
    Scanned scanned() {
        return new Scanned(segments.get(), rowGroups.get());
    }

    /** Completes when the ranking has seen all that can matter. */
    Uni<Void> run(List<Candidate> candidates, Ranking<R> ranking) {
        Progress<R> progress = new Progress<>(candidates, ranking);
        return Multi.createBy()
                .repeating()
                .uni(() -> wave(progress.nextWave(), ranking))
                .whilst(done -> progress.hasNext())
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> wave(List<Candidate> wave, Ranking<R> ranking) {
        if (isCancelled.getAsBoolean()) {
            return Uni.createFrom().failure(new CancellationException("the client has gone"));
        }
        if (wave.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        List<SegmentKey> keys = wave.stream().map(Candidate::key).toList();
        return columns.heads(connection, keys)
                .chain(heads -> templates
                        .of(connection, keys)
                        .chain(ofRecords -> Multi.createFrom()
                                .iterable(wave)
                                .onItem()
                                .transformToUni(candidate -> segment(
                                        candidate,
                                        new Known(
                                                heads.of(candidate.key()),
                                                ofRecords.get(candidate.key().id())),
                                        ranking))
                                .merge(SEGMENTS_AT_ONCE)
                                .collect()
                                .last()))
                .replaceWith(wave.size());
    }

    /** What is read of a segment before its columns. */
    private record Known(SegmentHead head, byte @Nullable [] templates) {}

    private Uni<Boolean> segment(Candidate candidate, Known known, Ranking<R> ranking) {
        SegmentHead head = known.head();
        Map<Integer, Set<ColumnId>> wanted = new LinkedHashMap<>();
        if (!ranking.isSettledAt(candidate.best()) && matcher.mayMatch(head)) {
            Set<ColumnId> ofFilter = matcher.columns(head);
            for (int i = 0; i < head.rowGroupCount(); i++) {
                if (ranking.mayUse(head.rowGroups().get(i))) {
                    Set<ColumnId> all = new LinkedHashSet<>(ofFilter);
                    all.addAll(ranking.columns(head, head.rowGroups().get(i)));
                    wanted.put(i, all);
                }
            }
        }
        if (wanted.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        List<ByteRange> ranges = new ArrayList<>();
        wanted.forEach((group, ids) -> ranges.addAll(head.ranges(ids, group)));
        return columns.chunks(connection, candidate.key(), ranges)
                .chain(chunks -> workers.run(tenant, () -> decode(candidate, known, chunks, wanted.keySet(), ranking)));
    }

    private boolean decode(
            Candidate candidate, Known known, ChunkSource chunks, Set<Integer> groups, Ranking<R> ranking) {
        SegmentHead head = known.head();
        SegmentReader reader = templates.given(new SegmentReader(head, chunks), known.templates());
        segments.incrementAndGet();
        for (int group : groups) {
            if (isCancelled.getAsBoolean()) {
                return false;
            }
            if (ranking.mayUse(head.rowGroups().get(group))) {
                rowGroups.incrementAndGet();
                R rows = order.open(reader, group);
                ranking.offer(candidate, group, head.rowGroups().get(group), rows, matcher.match(rows));
            }
        }
        return true;
    }

    /** Which candidates come next. */
    private static final class Progress<R extends RecordRows> {
        private final List<Candidate> candidates;
        private final Ranking<R> ranking;
        private int next;
        private int size = FIRST_WAVE;

        Progress(List<Candidate> candidates, Ranking<R> ranking) {
            this.candidates = candidates;
            this.ranking = ranking;
        }

        boolean hasNext() {
            return next < candidates.size()
                    && !ranking.isSettledAt(candidates.get(next).best());
        }

        List<Candidate> nextWave() {
            if (!hasNext()) {
                return List.of();
            }
            int end = Math.min(candidates.size(), next + size);
            List<Candidate> wave = candidates.subList(next, end);
            next = end;
            size = Math.min(LARGEST_WAVE, 2 * size);
            return wave;
        }
    }
}
