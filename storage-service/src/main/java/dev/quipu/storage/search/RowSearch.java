package dev.quipu.storage.search;

import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.ByteRange;
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
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds spans and log records. */
@ApplicationScoped
public class RowSearch {

    private static final int SEGMENTS_AT_ONCE = 4;

    /** Results of one answer are in memory together; a single one may be larger. */
    private static final long MAX_ANSWER_BYTES = 32 << 20;

    private final QueryRun queries;
    private final SegmentColumns columns;
    private final Workers workers;

    RowSearch(QueryRun queries, SegmentColumns columns, Workers workers) {
        this.queries = queries;
        this.columns = columns;
        this.workers = workers;
    }

    /** A result with its place in the order. */
    record Found<T>(Position position, T result) {}

    /** The page of records that match, in the query's order. */
    public <R extends RecordRows, T> Uni<SearchPage<T>> search(RowQuery<R> asked, Selection<R, T> selection) {
        Optional<SearchCursor> continued = asked.readCursor(selection.kind());
        RowQuery<R> query = asked.within(continued);
        Optional<Position> cursor = continued.map(SearchCursor::position);
        boolean isAboutTemplates =
                selection.readsTemplates() || RecordMatcher.of(query.filter()).readsTemplates();
        return queries.run(
                selection.kind(),
                query.tenant(),
                (connection, watermark, isCancelled) -> QueryTemplates.read(
                                connection, query.tenant(), isAboutTemplates)
                        .chain(templates -> ranked(connection, query, cursor, templates, isCancelled)
                                .chain(ranked -> best(connection, query, cursor, ranked.hits())
                                        .chain(best -> results(connection, query.order(), selection, best, templates))
                                        .map(found -> page(selection.kind(), query, cursor, found)
                                                .answer(watermark, ranked.scanned())))));
    }

    private <R extends RecordRows> Uni<Ranked> ranked(
            SqlConnection connection,
            RowQuery<R> asked,
            Optional<Position> cursor,
            QueryTemplates templates,
            BooleanSupplier isCancelled) {
        RowQuery<R> query = asked.where(templates.present(asked.filter()));
        RecordMatcher matcher = RecordMatcher.of(query.filter());
        SegmentScan<R> scan = new SegmentScan<>(connection, columns, workers, query, isCancelled)
                .with(matcher.readsTemplates() ? templates : QueryTemplates.NONE);
        return new CandidateQuery(query.tenant(), query.range(), query.order())
                .ofServices(matcher.services())
                .ofTemplates(templates.stored(matcher))
                .holding(matcher.probes())
                .run(connection)
                .chain(candidates -> rank(query, cursor, scan, candidates));
    }

    private record Ranked(List<RowHit> hits, Scanned scanned) {}

    private static <R extends RecordRows> Uni<Ranked> rank(
            RowQuery<R> query, Optional<Position> cursor, SegmentScan<R> scan, List<Candidate> candidates) {
        TopRows<R> top = new TopRows<>(query.order(), query.range(), query.limit() + 1, cursor);
        return scan.run(candidates, top)
                .map(done -> new Ranked(top.hits(), scan.scanned()))
                .onFailure(TopRows.TooManyTies.class)
                .recoverWithUni(() -> {
                    TopRowsById<R> byId = new TopRowsById<>(query.order(), query.range(), query.limit() + 1, cursor);
                    return scan.run(candidates, byId).map(done -> new Ranked(byId.hits(), scan.scanned()));
                });
    }

    /**
     * Those hits that can be on the page. Where many share a rank, what tells them apart is read of all, and what the
     * page shows of the chosen ones alone.
     */
    private <R extends RecordRows> Uni<List<RowHit>> best(
            SqlConnection connection, RowQuery<R> query, Optional<Position> cursor, List<RowHit> hits) {
        return hits.size() <= query.limit() + 1
                ? Uni.createFrom().item(hits)
                : read(
                                connection,
                                query.order(),
                                new Reading<R, RowHit>(
                                        (head, group) -> List.of(), (rows, hit) -> hit, QueryTemplates.NONE),
                                hits)
                        .map(found -> after(cursor, found)
                                .limit(query.limit() + 1L)
                                .map(Found::result)
                                .toList());
    }

    /**
     * Reads what a selection shows of the hits; in no order.
     *
     * @param templates for selections that read them
     * @return fails with {@link AnswerTooLarge} when that is more than one answer may hold
     */
    <R extends RecordRows, T> Uni<List<Found<T>>> results(
            SqlConnection connection,
            RowOrder<R> order,
            Selection<R, T> selection,
            List<RowHit> hits,
            QueryTemplates templates) {
        AtomicLong bytes = new AtomicLong();
        return read(
                connection,
                order,
                new Reading<R, T>(
                        selection::ranges,
                        (rows, hit) -> {
                            T result = selection.of(rows, hit.row());
                            long before = bytes.getAndAdd(selection.bytes(result));
                            // Once: the other segments being read then are cancelled.
                            if (before <= MAX_ANSWER_BYTES && bytes.get() > MAX_ANSWER_BYTES && hits.size() > 1) {
                                throw new AnswerTooLarge(MAX_ANSWER_BYTES);
                            }
                            return result;
                        },
                        templates),
                hits);
    }

    /** What is read of hits beside their positions. */
    private record Reading<R, T>(
            BiFunction<SegmentHead, Integer, List<ByteRange>> ranges,
            BiFunction<R, RowHit, T> of,
            QueryTemplates templates) {}

    private <R extends RecordRows, T> Uni<List<Found<T>>> read(
            SqlConnection connection, RowOrder<R> order, Reading<R, T> reading, List<RowHit> hits) {
        Map<Candidate, List<RowHit>> bySegment = hits.stream().collect(Collectors.groupingBy(RowHit::segment));
        List<Found<T>> found = new ArrayList<>(hits.size());
        List<SegmentKey> keys = bySegment.keySet().stream().map(Candidate::key).toList();
        return columns.heads(connection, keys)
                .chain(heads -> reading.templates()
                        .of(connection, keys)
                        .chain(ofRecords -> Multi.createFrom()
                                .iterable(bySegment.entrySet())
                                .onItem()
                                .transformToUni(entry -> new SegmentHits<>(
                                                heads.of(entry.getKey().key()),
                                                ofRecords.get(
                                                        entry.getKey().key().id()),
                                                order,
                                                entry.getValue())
                                        .read(connection, reading))
                                .merge(SEGMENTS_AT_ONCE)
                                .invoke(found::addAll)
                                .collect()
                                .last()))
                .replaceWith(found);
    }

    /** The hits of one segment, to be read. */
    private final class SegmentHits<R extends RecordRows> {
        private final SegmentHead head;
        private final byte @Nullable [] templates;
        private final RowOrder<R> order;
        private final List<RowHit> hits;

        SegmentHits(SegmentHead head, byte @Nullable [] templates, RowOrder<R> order, List<RowHit> hits) {
            this.head = head;
            this.templates = templates;
            this.order = order;
            this.hits = hits;
        }

        <T> Uni<List<Found<T>>> read(SqlConnection connection, Reading<R, T> reading) {
            Map<Integer, List<RowHit>> byGroup = hits.stream().collect(Collectors.groupingBy(RowHit::rowGroup));
            Set<ColumnId> ofPosition = new LinkedHashSet<>(order.columns());
            ofPosition.addAll(order.identityColumns());
            Set<ByteRange> ranges = new LinkedHashSet<>();
            byGroup.keySet().forEach(group -> {
                ranges.addAll(head.ranges(ofPosition, group));
                ranges.addAll(reading.ranges().apply(head, group));
            });
            return columns.chunks(connection, hits.get(0).segment().key(), List.copyOf(ranges))
                    .chain(chunks -> workers.run(head.tenant(), () -> {
                        SegmentReader reader = reading.templates().given(new SegmentReader(head, chunks), templates);
                        List<Found<T>> found = new ArrayList<>(hits.size());
                        byGroup.forEach((group, ofGroup) -> {
                            R rows = order.open(reader, group);
                            ofGroup.forEach(hit -> found.add(new Found<>(
                                    order.position(rows, hit.row(), hit),
                                    reading.of().apply(rows, hit))));
                        });
                        return found;
                    }));
        }
    }

    /** In order, without those that the pages before had. */
    private static <T> Stream<Found<T>> after(Optional<Position> cursor, List<Found<T>> found) {
        return found.stream()
                .filter(one -> cursor.isEmpty() || one.position().compareTo(cursor.get()) > 0)
                .sorted((a, b) -> a.position().compareTo(b.position()));
    }

    private record Page<T>(List<T> results, Optional<String> next) {
        SearchPage<T> answer(Instant watermark, Scanned scanned) {
            return new SearchPage<>(results, next, watermark, scanned);
        }
    }

    private static <R extends RecordRows, T> Page<T> page(
            String kind, RowQuery<R> query, Optional<Position> cursor, List<Found<T>> found) {
        List<Found<T>> inOrder = after(cursor, found).toList();
        List<Found<T>> page = inOrder.subList(0, Math.min(query.limit(), inOrder.size()));
        Optional<String> next = inOrder.size() > page.size()
                ? Optional.of(new SearchCursor(page.get(page.size() - 1).position(), query.range()).text(kind, query))
                : Optional.empty();
        return new Page<>(page.stream().map(Found::result).toList(), next);
    }
}
