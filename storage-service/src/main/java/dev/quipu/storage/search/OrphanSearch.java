package dev.quipu.storage.search;

import dev.quipu.model.Signal;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.load.Turnstile;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentColumns;
import dev.quipu.storage.segments.SegmentKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Counts spans that others name as their parents and that are not stored. A span counts for a window when it was
 * collected in it; of a merged segment that was only partly collected in it, when it started in it. It has to have
 * started at most five minutes outside of the window, and its parent is looked for up to five minutes further: what is
 * older than that names its parents in vain.
 */
@ApplicationScoped
public class OrphanSearch {

    private static final long MARGIN_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** So many times the spans that may be looked at may be read to choose among them. */
    private static final int MAX_ONE_IN = 10;

    private static final int MAX_SPANS = 500_000_000;

    private static final String SEGMENTS = """
            SELECT day, bucket, id, max_time, record_count,
                collected_from >= $7 AND collected_to < $8 AS is_whole,
                collected_from < $8 AND collected_to >= $7 AS is_part
            FROM segment
            WHERE tenant = $1 AND signal = $2 AND record_count > 0
                AND (day BETWEEN $3 AND $4 OR day = '1970-01-01') AND max_time >= $5 AND min_time < $6""";

    private final QueryRun queries;
    private final SegmentColumns columns;
    private final Workers workers;
    private final int maxSpans;
    private final Duration budget;

    /** Each holds ids of millions of spans. */
    private final Turnstile oneAtATime = new Turnstile("inferences of lost spans", 1, 0);

    OrphanSearch(QueryRun queries, SegmentColumns columns, Workers workers, StorageConfig config) {
        this.queries = queries;
        this.columns = columns;
        this.workers = workers;
        this.maxSpans = config.storage().ledger().maxInferredSpans();
        this.budget = config.storage().search().timeout().dividedBy(2);
        if (maxSpans < 1 || maxSpans > MAX_SPANS) {
            throw new IllegalArgumentException(
                    "quipu.storage.ledger.max-inferred-spans: expected 1 to " + MAX_SPANS + ", got " + maxSpans);
        }
    }

    /**
     * How many spans are missing.
     *
     * @param missing empty when there were too many spans to read in half of the time of a search
     * @param oneIn 1 when all traces were looked at; otherwise the number is scaled up from one in so many
     * @param spans to be read
     */
    public record Answer(Optional<Long> missing, int oneIn, long spans) {}

    /**
     * Of spans collected within minutes. Fails with {@link dev.quipu.storage.load.Overloaded} while another one counts.
     *
     * @param fromMinute Unix minutes
     * @param toMinute one past the last
     */
    public Uni<Answer> count(String tenant, int fromMinute, int toMinute) {
        TimeRange window = new TimeRange(TimeUnit.MINUTES.toNanos(fromMinute), TimeUnit.MINUTES.toNanos(toMinute));
        TimeRange read = wider(window, 2 * MARGIN_NANOS);
        Tuple parameters = Tuple.tuple()
                .addString(tenant)
                .addShort((short) Signal.TRACES.code())
                .addLocalDate(read.firstDay())
                .addLocalDate(read.lastDay())
                .addLong(read.fromUnixNano())
                .addLong(read.toUnixNano())
                .addInteger(fromMinute)
                .addInteger(toMinute);
        RowQuery<SpanRows> query = new RowQuery<>(
                tenant, RecordFilter.parse(Signal.TRACES, ""), read, SpanOrder.NEWEST, 1, Optional.empty());
        return oneAtATime.pass(() -> queries.run(
                "orphans",
                tenant,
                (connection, watermark, isCancelled) -> connection
                        .preparedQuery(SEGMENTS)
                        .execute(parameters)
                        .chain(rows -> count(connection, query, window, rows, isCancelled))));
    }

    private static TimeRange wider(TimeRange range, long nanos) {
        long from = range.fromUnixNano();
        long to = range.toUnixNano();
        return new TimeRange(
                from < Long.MIN_VALUE + nanos ? from : from - nanos,
                to > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : to + nanos);
    }

    private Uni<Answer> count(
            SqlConnection connection,
            RowQuery<SpanRows> query,
            TimeRange window,
            RowSet<Row> rows,
            BooleanSupplier isCancelled) {
        List<Candidate> candidates = new ArrayList<>();
        Map<UUID, TimeRange> counted = new HashMap<>();
        long spans = 0;
        for (Row row : rows) {
            SegmentKey key = new SegmentKey(row.getLocalDate("day"), row.getInteger("bucket"), row.getUUID("id"));
            candidates.add(new Candidate(key, row.getLong("max_time")));
            spans += row.getInteger("record_count");
            if (row.getBoolean("is_part")) {
                counted.put(key.id(), row.getBoolean("is_whole") ? wider(window, MARGIN_NANOS) : window);
            }
        }
        long total = spans;
        int oneIn = (int) Math.min(MAX_ONE_IN + 1L, (total + maxSpans - 1) / maxSpans);
        if (counted.isEmpty()) {
            return Uni.createFrom().item(new Answer(Optional.of(0L), 1, total));
        }
        if (oneIn > MAX_ONE_IN) {
            return Uni.createFrom().item(new Answer(Optional.empty(), oneIn, total));
        }
        // Some traces are larger than others: a sample may be larger than its share.
        OrphanSpans orphans = new OrphanSpans(oneIn, 2 * maxSpans);
        long endNanoTime = System.nanoTime() + budget.toNanos();
        BooleanSupplier isOverdue = () -> System.nanoTime() - endNanoTime > 0;
        Answer tooMany = new Answer(Optional.empty(), oneIn, total);
        return new SegmentScan<>(
                        connection,
                        columns,
                        workers,
                        query,
                        () -> isCancelled.getAsBoolean() || isOverdue.getAsBoolean())
                .run(candidates, new Ids(orphans, counted))
                .chain(() -> workers.run(
                        query.tenant(),
                        () -> orphans.isFull() || isOverdue.getAsBoolean()
                                ? tooMany
                                : new Answer(Optional.of(oneIn * orphans.count()), oneIn, total)))
                .onFailure(failure -> failure instanceof CancellationException && !isCancelled.getAsBoolean())
                .recoverWithItem(tooMany);
    }

    /**
     * Hands the ids of every span on.
     *
     * @param counted of which start times the spans of a segment count, by its id; none of a segment that is not in it
     */
    private record Ids(OrphanSpans orphans, Map<UUID, TimeRange> counted) implements Ranking<SpanRows> {

        private static final TimeRange NEVER = new TimeRange(0, 0);

        @Override
        public boolean isSettledAt(long best) {
            return orphans.isFull();
        }

        @Override
        public boolean mayUse(SegmentHead.RowGroup group) {
            return !orphans.isFull();
        }

        @Override
        public Set<ColumnId> columns(SegmentHead head, SegmentHead.RowGroup group) {
            return SpanRows.ID_COLUMNS;
        }

        @Override
        public void offer(Candidate segment, int rowGroup, SegmentHead.RowGroup group, SpanRows rows, int[] matches) {
            TimeRange starts = counted.getOrDefault(segment.key().id(), NEVER);
            OrphanSpans.Batch batch = orphans.new Batch(rows.size());
            rows.eachId((traceIdHigh, traceIdLow, spanId, parentSpanId, startUnixNano) ->
                    batch.add(traceIdHigh, traceIdLow, spanId, parentSpanId, starts.contains(startUnixNano)));
            orphans.add(batch);
        }
    }
}
