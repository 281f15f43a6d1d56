package dev.quipu.storage.scrape;

import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Who of the collectors fetches which target. Each target has one owner among the live collectors that can fetch it,
 * chosen by rendezvous hashing: targets spread evenly, and when a collector comes or goes only its own move.
 *
 * <p>Laws: 1. a target is leased to one collector at a time; 2. a lease that is not renewed ends by itself, by the
 * clock of the database, and not before; 3. a target that changes its owner is free only when the old owner's lease has
 * ended; 4. a target that no stored one stands for is leased only to collectors that know it.
 */
@ApplicationScoped
public class ScrapeLeases {

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('quipu.scrape'))";

    private static final String ALIVE = """
            INSERT INTO scrape_collector (name, known, expires_at)
            VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))
            ON CONFLICT (name) DO UPDATE SET known = excluded.known, expires_at = excluded.expires_at""";

    private static final String FORGET = "DELETE FROM scrape_collector WHERE expires_at <= clock_timestamp()";

    private static final String TAKE = """
            WITH candidate AS (
                SELECT t.key, c.name FROM scrape_target t CROSS JOIN scrape_collector c WHERE t.enabled
                UNION
                SELECT k.key, c.name FROM scrape_collector c CROSS JOIN unnest(c.known) AS k(key)
                WHERE NOT EXISTS (SELECT FROM scrape_target t WHERE t.key = k.key)),
            owner AS (
                SELECT DISTINCT ON (key) key, name FROM candidate
                ORDER BY key, hashtextextended(key || name, 0) DESC, name)
            INSERT INTO scrape_lease (key, collector, expires_at)
            SELECT key, name, clock_timestamp() + make_interval(secs => $2) FROM owner WHERE name = $1 ORDER BY key
            ON CONFLICT (key) DO UPDATE SET collector = excluded.collector, expires_at = excluded.expires_at
                WHERE scrape_lease.collector = excluded.collector OR scrape_lease.expires_at <= clock_timestamp()
            RETURNING key""";

    private static final String COUNT = "SELECT count(*)::int AS collectors FROM scrape_collector";

    private static final String STORED = """
            SELECT key, tenant, url, interval_millis, timeout_millis, job, instance, labels, honor_labels
            FROM scrape_target WHERE key = ANY ($1::text[])""";

    private static final String GIVE_BACK = "DELETE FROM scrape_lease WHERE collector = $1";
    private static final String LEAVE = "DELETE FROM scrape_collector WHERE name = $1";

    private final Transactions transactions;
    private final ScrapeStates states;

    ScrapeLeases(Transactions transactions, ScrapeStates states) {
        this.transactions = transactions;
        this.states = states;
    }

    /**
     * What a collector holds now.
     *
     * @param collectors how many are alive
     * @param keys of all targets that it holds
     * @param targets those of them that are stored
     */
    public record Held(int collectors, List<String> keys, List<LeasedTarget> targets) {}

    /** A stored target as a collector needs it. */
    public record LeasedTarget(
            String key,
            String tenant,
            String url,
            long intervalMillis,
            long timeoutMillis,
            String job,
            String instance,
            Map<String, String> labels,
            boolean honorLabels) {}

    /**
     * Renews what the collector holds, and gives it what is its own and free.
     *
     * @param known keys of targets that it found itself
     * @param results of its fetches since the last time
     */
    public Uni<Held> renew(String collector, Duration lease, Collection<String> known, List<ScrapeResult> results) {
        double seconds = lease.toMillis() / 1000.0;
        return transactions.write(connection -> connection
                .query(LOCK)
                .execute()
                .chain(() -> connection
                        .preparedQuery(ALIVE)
                        .execute(Tuple.of(collector, known.toArray(String[]::new), seconds)))
                .chain(() -> connection.query(FORGET).execute())
                .chain(() -> connection.preparedQuery(TAKE).execute(Tuple.of(collector, seconds)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("key"))
                        .toList())
                .call(keys -> states.write(connection, results))
                .chain(keys -> held(connection, keys)));
    }

    private static Uni<Held> held(SqlConnection connection, List<String> keys) {
        Uni<RowSet<Row>> targets = connection.preparedQuery(STORED).execute(Tuple.of(keys.toArray(String[]::new)));
        Uni<RowSet<Row>> count = connection.query(COUNT).execute();
        return Uni.combine()
                .all()
                .unis(targets, count)
                .with((found, counted) -> new Held(
                        counted.iterator().next().getInteger("collectors"),
                        keys,
                        StreamSupport.stream(found.spliterator(), false)
                                .map(ScrapeLeases::target)
                                .toList()));
    }

    private static LeasedTarget target(Row row) {
        Map<String, String> labels = new HashMap<>();
        ((JsonObject) row.getValue("labels"))
                .forEach(label -> labels.put(label.getKey(), String.valueOf(label.getValue())));
        return new LeasedTarget(
                row.getString("key"),
                row.getString("tenant"),
                row.getString("url"),
                row.getLong("interval_millis"),
                row.getLong("timeout_millis"),
                row.getString("job"),
                row.getString("instance"),
                labels,
                row.getBoolean("honor_labels"));
    }

    /** Ends all that a collector holds: it has stopped fetching. */
    public Uni<Void> giveBack(String collector) {
        return transactions.write(connection -> connection
                .query(LOCK)
                .execute()
                .chain(() -> connection.preparedQuery(GIVE_BACK).execute(Tuple.of(collector)))
                .chain(() -> connection.preparedQuery(LEAVE).execute(Tuple.of(collector)))
                .replaceWithVoid());
    }
}
