package dev.quipu.storage.search;

import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.query.RecordMatcher;
import dev.quipu.model.segment.LogRows;
import dev.quipu.storage.load.Overloaded;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentColumns;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Follows what is stored: every matching log record, within seconds of its commit, whatever its own time says, in the
 * order of time among those that come together. A follower that is too slow, or matches more than {@value #MAX_AT_ONCE}
 * records at once, misses some: this is for looking on, not for keeping accounts. What comes was not analysed yet: no
 * record has a template.
 */
@ApplicationScoped
public class LogTail {

    /** Followers of this process at once. */
    static final int MAX_FOLLOWERS = 50;

    static final int MAX_AT_ONCE = 1_000;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String SETTLED = "SELECT settled_below_xid() AS settled";

    private final QueryRun queries;
    private final SegmentColumns columns;
    private final Workers workers;
    private final RowSearch search;
    private final AtomicInteger followers = new AtomicInteger();

    LogTail(QueryRun queries, SegmentColumns columns, Workers workers, RowSearch search) {
        this.queries = queries;
        this.columns = columns;
        this.workers = workers;
        this.search = search;
    }

    /**
     * Records committed from now on, until nobody listens.
     *
     * @throws Overloaded when there are as many as may be
     */
    public Multi<TemplatedLog> follow(String tenant, RecordFilter filter) {
        if (followers.incrementAndGet() > MAX_FOLLOWERS) {
            followers.decrementAndGet();
            throw new Overloaded("followers");
        }
        Follower follower = new Follower(tenant, filter);
        return Multi.createBy()
                .repeating()
                .uni(follower::look)
                .withDelay(PAUSE)
                .indefinitely()
                .onItem()
                .<TemplatedLog>disjoint()
                .onTermination()
                .invoke(() -> followers.decrementAndGet());
    }

    /** One client, and how far it has seen. */
    private final class Follower {
        private final RowQuery<LogRows> query;
        private final RecordMatcher matcher;
        /** Every transaction below it was looked at. */
        private OptionalLong seen = OptionalLong.empty();

        Follower(String tenant, RecordFilter filter) {
            this.query = new RowQuery<>(tenant, filter, TimeRange.ALL, LogOrder.OLDEST, MAX_AT_ONCE, Optional.empty());
            this.matcher = RecordMatcher.of(filter);
        }

        Uni<List<TemplatedLog>> look() {
            return queries.run(
                    "tail",
                    (connection, watermark, isCancelled) -> connection
                            .query(SETTLED)
                            .execute()
                            .map(rows -> rows.iterator().next().getLong("settled"))
                            .chain(settled -> since(connection, settled, isCancelled)
                                    .invoke(found -> seen = OptionalLong.of(settled))));
        }

        private Uni<List<TemplatedLog>> since(SqlConnection connection, long settled, BooleanSupplier isCancelled) {
            if (seen.isEmpty() || seen.getAsLong() >= settled) {
                return Uni.createFrom().item(List.of());
            }
            AnyRows<LogRows> rows = new AnyRows<>(query.order(), MAX_AT_ONCE);
            return new CandidateQuery(query.tenant(), query.range(), query.order())
                    .committed(seen.getAsLong(), settled)
                    .ofServices(matcher.services())
                    .holding(matcher.probes())
                    .run(connection)
                    .chain(candidates ->
                            new SegmentScan<>(connection, columns, workers, query, isCancelled).run(candidates, rows))
                    .chain(() -> search.results(
                            connection, query.order(), Selections.LOGS, rows.hits(), QueryTemplates.NONE))
                    .map(found -> found.stream()
                            .sorted(Comparator.comparing(RowSearch.Found::position))
                            .map(RowSearch.Found::result)
                            .toList());
        }
    }
}
