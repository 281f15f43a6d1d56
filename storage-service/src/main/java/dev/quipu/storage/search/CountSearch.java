package dev.quipu.storage.search;

import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentColumns;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Counts records over time, by any field with few values. */
@ApplicationScoped
public class CountSearch {

    private static final String KIND = "counts";

    private final QueryRun queries;
    private final SegmentColumns columns;
    private final Workers workers;

    CountSearch(QueryRun queries, SegmentColumns columns, Workers workers) {
        this.queries = queries;
        this.columns = columns;
        this.workers = workers;
    }

    /** Exact: every matching record of the time range is counted. */
    public <R extends RecordRows> Uni<CountAnswer> count(CountQuery<R> asked) {
        GroupedCounts<R> counts = new GroupedCounts<>(asked.order(), asked.steps(), asked.grouping());
        return queries.run(
                KIND,
                asked.tenant(),
                (connection, watermark, isCancelled) -> QueryTemplates.read(
                                connection, asked.tenant(), asked.isAboutTemplates())
                        .chain(templates -> {
                            RowQuery<R> query = asked.rows(templates.present(asked.filter()));
                            RecordMatcher matcher = RecordMatcher.of(query.filter());
                            SegmentScan<R> scan =
                                    new SegmentScan<>(connection, columns, workers, query, isCancelled).with(templates);
                            return new CandidateQuery(query.tenant(), query.range(), query.order())
                                    .ofServices(matcher.services())
                                    .ofTemplates(templates.stored(matcher))
                                    .holding(matcher.probes())
                                    .run(connection)
                                    .chain(candidates -> scan.run(candidates, counts))
                                    .map(done -> answer(counts, watermark, scan.scanned()));
                        }));
    }

    private static CountAnswer answer(GroupedCounts<?> counts, Instant watermark, Scanned scanned) {
        List<CountAnswer.Group> groups = counts.counts().entrySet().stream()
                .map(CountSearch::group)
                .sorted(Comparator.comparingLong(CountAnswer.Group::total)
                        .reversed()
                        .thenComparing(CountAnswer.Group::value))
                .toList();
        return new CountAnswer(groups, Arrays.stream(counts.others()).boxed().toList(), watermark, scanned);
    }

    private static CountAnswer.Group group(Map.Entry<String, long[]> entry) {
        return new CountAnswer.Group(
                entry.getKey(),
                Arrays.stream(entry.getValue()).sum(),
                Arrays.stream(entry.getValue()).boxed().toList());
    }
}
