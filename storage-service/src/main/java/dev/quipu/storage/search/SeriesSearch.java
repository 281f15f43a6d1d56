package dev.quipu.storage.search;

import dev.quipu.model.MetricPoint;
import dev.quipu.model.Signal;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.PointRows;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.series.RangeQuery;
import dev.quipu.model.series.Series;
import dev.quipu.model.series.SeriesCollector;
import dev.quipu.model.series.SeriesSelection;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentColumns;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Answers questions about series of metrics. Every matching point of the time range counts. */
@ApplicationScoped
public class SeriesSearch {

    private final QueryRun queries;
    private final SegmentColumns columns;
    private final Workers workers;
    private final SeriesCollector.Limits limits;

    SeriesSearch(QueryRun queries, SegmentColumns columns, Workers workers, StorageConfig config) {
        this.queries = queries;
        this.columns = columns;
        this.workers = workers;
        this.limits = new SeriesCollector.Limits(
                config.storage().metrics().maxSeries(),
                config.storage().metrics().maxSamples());
    }

    /** An answer with what was read for it. @param watermark everything acknowledged before it is in it */
    public record Answer<T>(T result, Instant watermark, Scanned scanned) {}

    /** Which series there are, by the name of their metric. */
    public Uni<Answer<List<Series>>> series(String tenant, SeriesSelection selection, TimeRange range) {
        SeriesNames names = new SeriesNames(selection, range, limits.maxSeries());
        SeriesReading reading = new SeriesReading(selection, range, head -> PointRows.TIME_COLUMNS, names::offer);
        return run("series", tenant, reading, names::found);
    }

    /** What a function makes of series over time. */
    public Uni<Answer<List<RangeQuery.Line>>> range(String tenant, SeriesSelection selection, RangeQuery query) {
        TimeRange range = new TimeRange(query.readFromUnixNano(), query.readToUnixNano());
        SeriesCollector collector = new SeriesCollector(selection, range.fromUnixNano(), range.toUnixNano(), limits);
        SeriesReading reading = new SeriesReading(selection, range, SeriesSearch::valueColumns, collector::offer);
        return run("range", tenant, reading, () -> query.answer(collector.collected()));
    }

    private static Set<ColumnId> valueColumns(SegmentHead head) {
        Set<ColumnId> all = new LinkedHashSet<>(PointRows.NUMBER_COLUMNS);
        all.addAll(PointRows.distributionColumns(head));
        return all;
    }

    /** Points as they came, in no order. */
    public Uni<Answer<List<MetricPoint>>> points(String tenant, SeriesSelection selection, TimeRange range, int most) {
        FoundPoints points = new FoundPoints(selection, range, most);
        SeriesReading reading =
                new SeriesReading(selection, range, head -> head.columns().keySet(), points::offer);
        return run("points", tenant, reading, points::found);
    }

    /** The newest exemplars, newest first. */
    public Uni<Answer<List<FoundExemplar>>> exemplars(
            String tenant, SeriesSelection selection, TimeRange range, int limit) {
        NewestExemplars newest = new NewestExemplars(selection, range, limit);
        Function<SegmentHead, Set<ColumnId>> read = PointRows::exemplarColumns;
        return run("exemplars", tenant, new SeriesReading(selection, range, read, newest::offer), newest::found);
    }

    private interface Result<T> {
        T get();
    }

    private <T> Uni<Answer<T>> run(String kind, String tenant, SeriesReading reading, Result<T> result) {
        RowQuery<PointRows> query = new RowQuery<>(
                tenant,
                RecordFilter.parse(Signal.METRICS, ""),
                reading.range(),
                PointOrder.NEWEST,
                1,
                Optional.empty());
        return queries.run(kind, tenant, (connection, watermark, isCancelled) -> {
            SegmentScan<PointRows> scan = new SegmentScan<>(connection, columns, workers, query, isCancelled);
            return new CandidateQuery(tenant, reading.range(), PointOrder.NEWEST)
                    .ofServices(reading.selection().services())
                    .holding(reading.selection().probes())
                    .run(connection)
                    .chain(candidates -> scan.run(candidates, reading))
                    .chain(done -> workers.run(tenant, result::get))
                    .map(found -> new Answer<>(found, watermark, scan.scanned()));
        });
    }
}
