package dev.quipu.storage.quota;

import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.load.KeptAnswers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The quotas of all tenants, and how much of them is used. */
@ApplicationScoped
public class QuotaTable {

    private static final String COLUMNS =
            "tenant, records_per_second, bytes_per_day, series_per_day, query_bytes_per_second";

    private static final String FIND = "SELECT " + COLUMNS + " FROM quota WHERE tenant = $1";

    private static final String PUT = """
            INSERT INTO quota (%s) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant) DO UPDATE
            SET records_per_second = excluded.records_per_second, bytes_per_day = excluded.bytes_per_day,
                series_per_day = excluded.series_per_day, query_bytes_per_second = excluded.query_bytes_per_second""".formatted(COLUMNS);

    private static final String OF_QUERIES =
            "SELECT tenant, query_bytes_per_second FROM quota WHERE query_bytes_per_second IS NOT NULL";

    private static final String REMOVE = "DELETE FROM quota WHERE tenant = $1";

    private static final String ALL = "SELECT " + COLUMNS + " FROM quota ORDER BY tenant";

    /**
     * Of records that were collected today. A row says how long its columns are, none of their bytes is read; what was
     * merged over midnight counts for the day after.
     */
    private static final String STORED_TODAY = """
            SELECT s.tenant, sum(octet_length(s.head)::bigint + octet_length(s.filter) + octet_length(s.payload))::bigint
                AS bytes
            FROM segment s JOIN quota q ON q.tenant = s.tenant AND q.bytes_per_day IS NOT NULL
            WHERE s.collected_to >= extract(epoch FROM date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC') / 60
            GROUP BY s.tenant""";

    /** How old the sum may be. */
    private static final Duration TIME = Duration.ofSeconds(5);

    private final Pool pool;
    private final Transactions transactions;
    private final KeptAnswers<Boolean, Map<String, Long>> storedToday = new KeptAnswers<>(TIME, 1);

    QuotaTable(Pool pool, Transactions transactions) {
        this.pool = pool;
        this.transactions = transactions;
    }

    /** A quota and the bytes stored today; 0 where bytes are not limited. */
    public record Use(Quota quota, long storedBytesToday) {}

    /** Without limits for a tenant that nobody set any for. */
    public Uni<Quota> find(String tenant) {
        return transactions
                .ask(tenant, FIND, Tuple.of(tenant))
                .map(rows -> rows.size() == 0
                        ? Quota.none(tenant)
                        : quota(rows.iterator().next()));
    }

    public Uni<Void> put(SqlConnection connection, Quota quota) {
        return quota.isLimited()
                ? connection
                        .preparedQuery(PUT)
                        .execute(Tuple.of(
                                quota.tenant(),
                                quota.recordsPerSecond().orElse(null),
                                quota.bytesPerDay().orElse(null),
                                quota.seriesPerDay().orElse(null),
                                quota.queryBytesPerSecond().orElse(null)))
                        .replaceWithVoid()
                : connection
                        .preparedQuery(REMOVE)
                        .execute(Tuple.of(quota.tenant()))
                        .replaceWithVoid();
    }

    /** By tenant; none for those without limits. */
    public Uni<List<Use>> all() {
        return pool.query(ALL)
                .execute()
                .chain(rows -> storedToday.get(true, this::sum).map(stored -> {
                    List<Use> uses = new ArrayList<>();
                    rows.forEach(
                            row -> uses.add(new Use(quota(row), stored.getOrDefault(row.getString("tenant"), 0L))));
                    return uses;
                }));
    }

    /** Bytes that queries may read in a second, by tenant; none for those without a limit. */
    Uni<Map<String, Long>> ofQueries() {
        return pool.query(OF_QUERIES).execute().map(rows -> {
            Map<String, Long> limits = new HashMap<>();
            rows.forEach(row -> limits.put(row.getString("tenant"), row.getLong("query_bytes_per_second")));
            return limits;
        });
    }

    private Uni<Map<String, Long>> sum() {
        return pool.query(STORED_TODAY).execute().map(rows -> {
            Map<String, Long> stored = new HashMap<>();
            rows.forEach(row -> stored.put(row.getString("tenant"), row.getLong("bytes")));
            return stored;
        });
    }

    private static Quota quota(Row row) {
        return new Quota(
                row.getString("tenant"),
                Optional.ofNullable(row.getLong("records_per_second")),
                Optional.ofNullable(row.getLong("bytes_per_day")),
                Optional.ofNullable(row.getLong("series_per_day")),
                Optional.ofNullable(row.getLong("query_bytes_per_second")));
    }
}
