package dev.quipu.storage.search;

import dev.quipu.model.TraceId;
import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentColumns;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds traces by their spans. */
@ApplicationScoped
public class TraceSearch {

    private static final String KIND = "traces";

    private final QueryRun queries;
    private final SegmentColumns columns;
    private final Workers workers;

    TraceSearch(QueryRun queries, SegmentColumns columns, Workers workers) {
        this.queries = queries;
        this.columns = columns;
        this.workers = workers;
    }

    /** The page of traces with a span that matches, ranked by the best of those. */
    public Uni<SearchPage<TraceHit>> search(RowQuery<SpanRows> asked) {
        Optional<SearchCursor> continued = asked.readCursor(KIND);
        RowQuery<SpanRows> query = asked.within(continued);
        RecordMatcher matcher = RecordMatcher.of(query.filter());
        return queries.run(KIND, query.tenant(), (connection, watermark, isCancelled) -> {
            SegmentScan<SpanRows> scan = new SegmentScan<>(connection, columns, workers, query, isCancelled);
            return new CandidateQuery(query.tenant(), query.range(), query.order())
                    .ofServices(matcher.services())
                    .holding(matcher.probes())
                    .run(connection)
                    .chain(candidates -> listed(query, continued, scan, candidates)
                            .chain(listed -> top(query, listed, scan, candidates)))
                    .map(hits -> page(query, hits, watermark, scan.scanned()));
        });
    }

    private static Uni<Set<TraceId>> listed(
            RowQuery<SpanRows> query,
            Optional<SearchCursor> continued,
            SegmentScan<SpanRows> scan,
            List<Candidate> candidates) {
        if (continued.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        ListedTraces listed =
                new ListedTraces(query.order(), query.range(), continued.get().position());
        return scan.run(candidates, listed).map(done -> listed.traces());
    }

    private static Uni<List<TraceHit>> top(
            RowQuery<SpanRows> query, Set<TraceId> listed, SegmentScan<SpanRows> scan, List<Candidate> candidates) {
        TopTraces top = new TopTraces(query.order(), query.range(), query.limit() + 1, listed);
        return scan.run(candidates, top).map(done -> top.hits());
    }

    private static SearchPage<TraceHit> page(
            RowQuery<SpanRows> query, List<TraceHit> hits, Instant watermark, Scanned scanned) {
        List<TraceHit> page = hits.subList(0, Math.min(query.limit(), hits.size()));
        Optional<String> next = hits.size() > page.size()
                ? Optional.of(new SearchCursor(page.get(page.size() - 1).position(query.order()), query.range())
                        .text(KIND, query))
                : Optional.empty();
        return new SearchPage<>(page, next, watermark, scanned);
    }
}
