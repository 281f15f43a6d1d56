package dev.quipu.storage.usage;

import dev.quipu.model.Signal;
import dev.quipu.storage.load.KeptAnswers;
import dev.quipu.storage.search.QueryRun;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts what the records take up, segment by segment.
 *
 * <p>The columns of a segment are stored outside of its row and not compressed by PostgreSQL, so the row itself says how
 * long they are: {@code octet_length} reads none of their bytes. {@code EXPLAIN (ANALYZE, BUFFERS)} shows as much: as
 * many pages as the table has without its TOAST.
 */
@ApplicationScoped
public class UsageReader {

    private static final String COUNT_SEGMENTS = """
            SELECT day, signal, count(*) AS segments, sum(record_count)::bigint AS records,
                sum(octet_length(head)::bigint + octet_length(filter) + octet_length(payload))::bigint AS bytes
            FROM segment
            WHERE tenant = $1
            GROUP BY day, signal""";

    /** A partition that is dropped meanwhile has no size. */
    private static final String MEASURE_DATABASE = """
            SELECT pg_database_size(current_database()) AS bytes,
                (SELECT coalesce(sum(pg_total_relation_size(inhrelid)), 0)::bigint FROM pg_inherits
                    WHERE inhparent = 'segment'::regclass) AS segment_bytes""";

    /** How old an answer may be. */
    private static final Duration TIME = Duration.ofMinutes(1);

    private static final int MAX_TENANTS = 100;

    private final QueryRun queries;
    private final KeptAnswers<String, Counted> tenants = new KeptAnswers<>(TIME, MAX_TENANTS);
    private final KeptAnswers<Boolean, DatabaseSize> database = new KeptAnswers<>(TIME, 1);

    UsageReader(QueryRun queries) {
        this.queries = queries;
    }

    /** What there is of a tenant. */
    private record Counted(SortedMap<Signal, Amount> signals, SortedMap<LocalDate, Amount> days, Instant watermark) {}

    /** As of a minute ago at most. The days are newest first. */
    public Uni<Usage> read(String tenant) {
        return Uni.combine()
                .all()
                .unis(tenants.get(tenant, () -> count(tenant)), database.get(true, this::measure))
                .with((counted, size) -> new Usage(counted.signals(), counted.days(), size, counted.watermark()));
    }

    private Uni<Counted> count(String tenant) {
        return queries.run(
                "usage",
                tenant,
                (connection, watermark, isCancelled) -> connection
                        .preparedQuery(COUNT_SEGMENTS)
                        .execute(Tuple.of(tenant))
                        .map(rows -> counted(rows, watermark)));
    }

    private Uni<DatabaseSize> measure() {
        return queries.runOverAll(
                "database size",
                connection -> connection.query(MEASURE_DATABASE).execute().map(rows -> {
                    Row row = rows.iterator().next();
                    return new DatabaseSize(row.getLong("bytes"), row.getLong("segment_bytes"));
                }));
    }

    private static Counted counted(RowSet<Row> rows, Instant watermark) {
        SortedMap<Signal, Amount> signals = new TreeMap<>();
        SortedMap<LocalDate, Amount> days = new TreeMap<>(Comparator.reverseOrder());
        for (Row row : rows) {
            Amount amount = new Amount(row.getLong("segments"), row.getLong("records"), row.getLong("bytes"));
            signals.merge(Signal.ofCode(row.getShort("signal")), amount, Amount::plus);
            days.merge(row.getLocalDate("day"), amount, Amount::plus);
        }
        return new Counted(signals, days, watermark);
    }
}
