package dev.quipu.storage.scrape;

import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** How the latest fetch of each target went; what a fetch shows of its component is kept with it. */
@ApplicationScoped
public class ScrapeStates {

    private static final String WRITE = """
            INSERT INTO scrape_state (tenant, key, url, job, instance, scraped_at, up, duration_millis, samples, error,
                collector)
            SELECT r.tenant, r.key, coalesce(t.url, r.url), coalesce(t.job, r.job), coalesce(t.instance, r.instance),
                r.scraped_at, r.up, r.duration_millis, r.samples, r.error, r.collector
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::bool[],
                    $8::bigint[], $9::bigint[], $10::text[], $11::text[])
                AS r(tenant, key, url, job, instance, scraped_at, up, duration_millis, samples, error, collector)
            LEFT JOIN scrape_target t ON t.key = r.key
            ORDER BY r.tenant, r.key
            ON CONFLICT (tenant, key) DO UPDATE SET url = excluded.url, job = excluded.job,
                instance = excluded.instance, scraped_at = excluded.scraped_at, up = excluded.up,
                duration_millis = excluded.duration_millis, samples = excluded.samples, error = excluded.error,
                collector = excluded.collector
                WHERE scrape_state.scraped_at <= excluded.scraped_at""";

    private static final String LIST = """
            SELECT tenant, key, url, job, instance, scraped_at, up, duration_millis, samples, error, collector
            FROM scrape_state
            WHERE tenant = $1 AND key > $2 AND ($3::bool IS NULL OR up = $3)
            ORDER BY key LIMIT $4""";

    private static final String FIND = """
            SELECT tenant, key, url, job, instance, scraped_at, up, duration_millis, samples, error, collector
            FROM scrape_state WHERE tenant = $1 AND key = ANY ($2::text[])""";

    private final Transactions transactions;

    ScrapeStates(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Keeps the latest of each target. */
    Uni<Void> write(SqlConnection connection, List<ScrapeResult> results) {
        Map<List<String>, ScrapeResult> latest = new HashMap<>();
        results.forEach(result -> latest.merge(
                List.of(result.tenant(), result.target()), result, (a, b) -> a.at().isAfter(b.at()) ? a : b));
        if (latest.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<ScrapeResult> all = List.copyOf(latest.values());
        Tuple values = Tuple.tuple()
                .addValue(all.stream().map(ScrapeResult::tenant).toArray(String[]::new))
                .addValue(all.stream().map(ScrapeResult::target).toArray(String[]::new))
                .addValue(all.stream().map(ScrapeResult::url).toArray(String[]::new))
                .addValue(all.stream().map(ScrapeResult::job).toArray(String[]::new))
                .addValue(all.stream().map(ScrapeResult::instance).toArray(String[]::new))
                .addValue(all.stream()
                        .map(result -> result.at().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addValue(all.stream().map(ScrapeResult::up).toArray(Boolean[]::new))
                .addValue(all.stream().map(ScrapeResult::durationMillis).toArray(Long[]::new))
                .addValue(all.stream().map(ScrapeResult::samples).toArray(Long[]::new))
                .addValue(
                        all.stream().map(result -> result.error().orElse(null)).toArray(String[]::new))
                .addValue(all.stream().map(ScrapeResult::collector).toArray(String[]::new));
        return connection.preparedQuery(WRITE).execute(values).replaceWithVoid();
    }

    /** By key, those above {@code after}; only those that are up, or are not, when that is asked. */
    public Uni<List<ScrapeResult>> page(String tenant, String after, Optional<Boolean> up, int limit) {
        return transactions
                .ask(tenant, LIST, Tuple.of(tenant, after, up.orElse(null), limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ScrapeStates::result)
                        .toList());
    }

    /** The latest results of these targets, by key; of those that were never fetched none. */
    public Uni<Map<String, ScrapeResult>> of(String tenant, List<String> keys) {
        return transactions
                .ask(tenant, FIND, Tuple.of(tenant, keys.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, ScrapeResult> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getString("key"), result(row)));
                    return found;
                });
    }

    private static ScrapeResult result(Row row) {
        return new ScrapeResult(
                row.getString("key"),
                row.getString("tenant"),
                row.getString("url"),
                row.getString("job"),
                row.getString("instance"),
                row.getOffsetDateTime("scraped_at").toInstant(),
                row.getBoolean("up"),
                row.getLong("duration_millis"),
                row.getLong("samples"),
                Optional.ofNullable(row.getString("error")),
                row.getString("collector"));
    }
}
