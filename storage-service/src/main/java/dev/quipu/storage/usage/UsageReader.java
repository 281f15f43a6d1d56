package dev.quipu.storage.usage;

import dev.quipu.model.Signal;
import dev.quipu.storage.search.QueryRun;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
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

    private final QueryRun queries;

    UsageReader(QueryRun queries) {
        this.queries = queries;
    }

    /** The days are newest first. */
    public Uni<Usage> read(String tenant) {
        return queries.run(
                "usage",
                (connection, watermark, isCancelled) -> Uni.combine()
                        .all()
                        .unis(count(connection, tenant), measure(connection))
                        .with((counted, database) -> usage(counted, database, watermark)));
    }

    private static Uni<RowSet<Row>> count(SqlConnection connection, String tenant) {
        return connection.preparedQuery(COUNT_SEGMENTS).execute(Tuple.of(tenant));
    }

    private static Uni<DatabaseSize> measure(SqlConnection connection) {
        return connection.query(MEASURE_DATABASE).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new DatabaseSize(row.getLong("bytes"), row.getLong("segment_bytes"));
        });
    }

    private static Usage usage(RowSet<Row> counted, DatabaseSize database, Instant watermark) {
        SortedMap<Signal, Amount> signals = new TreeMap<>();
        SortedMap<LocalDate, Amount> days = new TreeMap<>(Comparator.reverseOrder());
        for (Row row : counted) {
            Amount amount = new Amount(row.getLong("segments"), row.getLong("records"), row.getLong("bytes"));
            signals.merge(Signal.ofCode(row.getShort("signal")), amount, Amount::plus);
            days.merge(row.getLocalDate("day"), amount, Amount::plus);
        }
        return new Usage(signals, days, database, watermark);
    }
}
