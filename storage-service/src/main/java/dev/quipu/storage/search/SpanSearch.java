package dev.quipu.storage.search;

import dev.quipu.model.query.SpanMatcher;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.model.segment.SpanSummary;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentColumns;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds spans. */
@ApplicationScoped
public class SpanSearch {

    private static final String KIND = "spans";
    private static final int SEGMENTS_AT_ONCE = 4;

    private final QueryRun queries;
    private final SegmentColumns columns;
    private final Workers workers;

    SpanSearch(QueryRun queries, SegmentColumns columns, Workers workers) {
        this.queries = queries;
        this.columns = columns;
        this.workers = workers;
    }

    private record Found(SpanPosition position, SpanSummary span) {}

    /** The page of spans that match, in the query's order. */
    public Uni<SearchPage<SpanSummary>> search(SpanQuery asked) {
        Optional<SearchCursor> continued = asked.readCursor(KIND);
        SpanQuery query = asked.within(continued);
        Optional<SpanPosition> cursor = continued.map(SearchCursor::position);
        SpanMatcher matcher = SpanMatcher.of(query.filter());
        return queries.run(
                KIND,
                (connection, watermark, isCancelled) -> new CandidateQuery(query.tenant(), query.range(), query.order())
                        .ofServices(matcher.services())
                        .holding(matcher.probes())
                        .run(connection)
                        .chain(candidates -> rank(
                                query,
                                cursor,
                                new SegmentScan(connection, columns, workers, matcher, isCancelled),
                                candidates))
                        .chain(ranked -> summaries(connection, query.order(), ranked.hits())
                                .map(found -> page(query, cursor, found, watermark, ranked.scanned()))));
    }

    private record Ranked(List<SpanHit> hits, Scanned scanned) {}

    private static Uni<Ranked> rank(
            SpanQuery query, Optional<SpanPosition> cursor, SegmentScan scan, List<Candidate> candidates) {
        TopSpans top = new TopSpans(query.order(), query.range(), query.limit() + 1, cursor);
        return scan.run(candidates, top)
                .map(done -> new Ranked(top.hits(), scan.scanned()))
                .onFailure(TopSpans.TooManyTies.class)
                .recoverWithUni(() -> {
                    TopSpansById byId = new TopSpansById(query.order(), query.range(), query.limit() + 1, cursor);
                    return scan.run(candidates, byId).map(done -> new Ranked(byId.hits(), scan.scanned()));
                });
    }

    private Uni<List<Found>> summaries(SqlConnection connection, SpanOrder order, List<SpanHit> hits) {
        Map<Candidate, List<SpanHit>> bySegment = hits.stream().collect(Collectors.groupingBy(SpanHit::segment));
        List<Found> found = new ArrayList<>(hits.size());
        return columns.heads(
                        connection,
                        bySegment.keySet().stream().map(Candidate::key).toList())
                .chain(heads -> Multi.createFrom()
                        .iterable(bySegment.entrySet())
                        .onItem()
                        .transformToUni(entry ->
                                summaries(connection, heads.of(entry.getKey().key()), order, entry.getValue()))
                        .merge(SEGMENTS_AT_ONCE)
                        .invoke(found::addAll)
                        .collect()
                        .last())
                .replaceWith(found);
    }

    private Uni<List<Found>> summaries(
            SqlConnection connection, SegmentHead head, SpanOrder order, List<SpanHit> hits) {
        Map<Integer, List<SpanHit>> byGroup = hits.stream().collect(Collectors.groupingBy(SpanHit::rowGroup));
        return columns.chunks(
                        connection,
                        hits.get(0).segment().key(),
                        byGroup.keySet().stream()
                                .flatMap(group -> head.ranges(SpanRows.SUMMARY_COLUMNS, group).stream())
                                .toList())
                .chain(chunks -> workers.run(() -> {
                    SegmentReader reader = new SegmentReader(head, chunks);
                    List<Found> found = new ArrayList<>(hits.size());
                    byGroup.forEach((group, ofGroup) -> {
                        SpanRows rows = reader.rowGroup(group);
                        ofGroup.forEach(hit -> found.add(foundAt(hit, order, rows)));
                    });
                    return found;
                }));
    }

    private static Found foundAt(SpanHit hit, SpanOrder order, SpanRows rows) {
        SpanSummary span = rows.summary(hit.row());
        SpanPosition position = new SpanPosition(
                order.rank(span), span.traceId(), span.spanId(), hit.segmentId(), hit.rowGroup(), hit.row());
        return new Found(position, span);
    }

    private static SearchPage<SpanSummary> page(
            SpanQuery query, Optional<SpanPosition> cursor, List<Found> found, Instant watermark, Scanned scanned) {
        List<Found> inOrder = found.stream()
                .filter(one -> cursor.isEmpty() || one.position().compareTo(cursor.get()) > 0)
                .sorted((a, b) -> a.position().compareTo(b.position()))
                .toList();
        List<Found> page = inOrder.subList(0, Math.min(query.limit(), inOrder.size()));
        Optional<String> next = inOrder.size() > page.size()
                ? Optional.of(new SearchCursor(page.get(page.size() - 1).position(), query.range()).text(KIND, query))
                : Optional.empty();
        return new SearchPage<>(page.stream().map(Found::span).toList(), next, watermark, scanned);
    }
}
