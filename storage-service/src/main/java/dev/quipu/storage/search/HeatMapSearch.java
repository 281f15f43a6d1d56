package dev.quipu.storage.search;

import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentColumns;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Counts spans by time and duration. */
@ApplicationScoped
public class HeatMapSearch {

    private static final String KIND = "heat-map";

    private final QueryRun queries;
    private final SegmentColumns columns;
    private final Workers workers;

    HeatMapSearch(QueryRun queries, SegmentColumns columns, Workers workers) {
        this.queries = queries;
        this.columns = columns;
        this.workers = workers;
    }

    /** Exact: every matching span of the time is counted. */
    public Uni<HeatMap> count(String tenant, RecordFilter filter, TimeSteps steps) {
        RowQuery<SpanRows> query = new RowQuery<>(tenant, filter, steps.range(), SpanOrder.NEWEST, 1, Optional.empty());
        RecordMatcher matcher = RecordMatcher.of(filter);
        DurationCounts counts = new DurationCounts(steps);
        return queries.run(KIND, tenant, (connection, watermark, isCancelled) -> {
            SegmentScan<SpanRows> scan = new SegmentScan<>(connection, columns, workers, query, isCancelled);
            return new CandidateQuery(tenant, steps.range(), query.order())
                    .ofServices(matcher.services())
                    .holding(matcher.probes())
                    .run(connection)
                    .chain(candidates -> scan.run(candidates, counts))
                    .map(done -> new HeatMap(steps, counts.rows(), watermark, scan.scanned()));
        });
    }
}
