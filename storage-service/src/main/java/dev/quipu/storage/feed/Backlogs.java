package dev.quipu.storage.feed;

import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.feed.FeedConsumers.Backlog;
import dev.quipu.storage.load.KeptAnswers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the consumers of the feed have before them. Everything that one of them has not passed is added up for it, which
 * may be all that there is: so that is done once for all consumers, by one at a time, for as long as a search may take,
 * and kept for {@link #TIME}.
 */
@ApplicationScoped
class Backlogs {

    /** How old an answer may be. */
    static final Duration TIME = Duration.ofSeconds(3);

    private static final int MAX_ANSWERS = 4;

    /**
     * Pending as the ledger counts it: a failure that was reported ahead is dealt with unless it was given back. Every
     * segment is looked at once: it lies in the band of the last place that it is ahead of, and is ahead of all before.
     */
    private static final String READ = """
            WITH place AS MATERIALIZED (
                SELECT array_agg(DISTINCT position ORDER BY position) AS positions FROM feed_consumer),
            band AS MATERIALIZED (
                SELECT width_bucket(s.feed_xid - 1, (SELECT positions FROM place)) AS number,
                    sum(s.record_count)::bigint AS records, min(s.committed_at) AS oldest
                FROM segment s
                WHERE s.feed_xid > (SELECT positions[1] FROM place) AND s.record_count > 0
                GROUP BY 1),
            failure AS MATERIALIZED (
                SELECT c.name, f.is_retried, s.feed_xid > c.position AS is_ahead,
                    (SELECT sum(n) FROM unnest(f.counted_records) AS n) AS records
                FROM counted_failure f
                    JOIN feed_consumer c ON c.name = f.consumer
                    LEFT JOIN segment s ON s.id = f.segment_id AND s.bucket = f.bucket AND s.feed_xid > c.position),
            failed AS MATERIALIZED (
                SELECT name, coalesce(sum(records) FILTER (WHERE is_retried), 0)
                    - coalesce(sum(records) FILTER (WHERE is_ahead), 0) AS records
                FROM failure
                GROUP BY name)
            SELECT c.name,
                greatest(coalesce(ahead.records, 0) + coalesce(failed.records, 0), 0)::bigint AS pending_records,
                greatest(1000 * extract(epoch FROM clock_timestamp() - ahead.oldest), 0)::bigint AS lag_millis
            FROM feed_consumer c
                LEFT JOIN failed ON failed.name = c.name,
                LATERAL (SELECT sum(b.records) AS records, min(b.oldest) AS oldest
                    FROM band b, place p WHERE b.number >= array_position(p.positions, c.position)) ahead""";

    private static final Backlog NOTHING = new Backlog(0, Duration.ZERO);

    private final Transactions transactions;
    private final Duration timeout;
    private final KeptAnswers<Set<String>, Map<String, Backlog>> kept = new KeptAnswers<>(TIME, MAX_ANSWERS);

    Backlogs(Transactions transactions, StorageConfig config) {
        this.transactions = transactions;
        this.timeout = config.storage().search().timeout();
    }

    /** Of these, which are all that are registered, so that none has to wait until it is known; by name. */
    Uni<Map<String, Backlog>> of(Set<String> consumers) {
        Set<String> names = Set.copyOf(consumers);
        return kept.get(names, this::read).map(found -> {
            Map<String, Backlog> backlogs = new HashMap<>();
            names.forEach(name -> backlogs.put(name, found.getOrDefault(name, NOTHING)));
            return backlogs;
        });
    }

    private Uni<Map<String, Backlog>> read() {
        return transactions
                .read(timeout, connection -> connection.query(READ).execute())
                .map(Backlogs::byName);
    }

    private static Map<String, Backlog> byName(RowSet<Row> rows) {
        Map<String, Backlog> backlogs = new HashMap<>();
        for (Row row : rows) {
            backlogs.put(
                    row.getString("name"),
                    new Backlog(row.getLong("pending_records"), Duration.ofMillis(row.getLong("lag_millis"))));
        }
        return backlogs;
    }
}
