package dev.quipu.storage.erasure;

import dev.quipu.model.segment.Outcome;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.encryption.KeyList;
import dev.quipu.storage.encryption.TenantKeys;
import dev.quipu.storage.failures.ErasedFailures;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Erases all that is sealed under a tenant's keys by destroying them: whatever copies there are of its segments, none can be
 * read again. The segments go in the same transaction, and the ledger counts their records as erased. What is not
 * sealed stays: what was stored while nothing was encrypted, and what was made of the records.
 */
@ApplicationScoped
public class KeyDestruction {

    private static final String REASON = "keys destroyed";

    /** As for any other change of stored segments: consumers commit before or after it. */
    private static final String LOCK_CONSUMERS = "LOCK TABLE feed_part, feed_consumer IN SHARE MODE";

    private static final String FAILED = """
            SELECT DISTINCT f.segment_id FROM feed_failure f JOIN segment s ON s.id = f.segment_id
            WHERE s.tenant = $1 AND s.key_generation IS NOT NULL ORDER BY 1""";

    /** One statement, so that exactly what is deleted is counted. */
    private static final String DELETE_AND_COUNT = """
            WITH gone AS (DELETE FROM segment s WHERE s.tenant = $1 AND s.key_generation IS NOT NULL RETURNING s.*),
                untold AS (
                    DELETE FROM segment_template t USING gone
                    WHERE t.segment_id = gone.id AND t.day = gone.day AND t.bucket = gone.bucket),
                counted AS (
                    INSERT INTO ledger (tenant, signal, minute, component_id, bucket, outcome, reason, records, set_hash)
                    SELECT g.tenant, g.signal, c.minute, c.component_id, g.bucket, %d, '%s',
                        sum(c.records), wrapped(sum(c.set_hash))
                    FROM gone g, unnest(g.counted_minute, g.counted_component, g.counted_records, g.counted_set_hash)
                        AS c(minute, component_id, records, set_hash)
                    GROUP BY g.tenant, g.signal, c.minute, c.component_id, g.bucket
                    ORDER BY g.signal, g.bucket, c.minute, c.component_id
                    ON CONFLICT (tenant, signal, minute, component_id, bucket, outcome, reason) DO UPDATE
                    SET records = ledger.records + excluded.records,
                        set_hash = wrapping_add(ledger.set_hash, excluded.set_hash))
            SELECT count(*)::bigint AS segments, coalesce(sum(record_count), 0)::bigint AS records FROM gone""".formatted(Outcome.ERASED.code(), REASON);

    private final Transactions transactions;
    private final KeyList list;
    private final TenantKeys keys;

    KeyDestruction(Transactions transactions, KeyList list, TenantKeys keys) {
        this.transactions = transactions;
        this.list = list;
        this.keys = keys;
    }

    /** What was destroyed. @param segments that were sealed @param records in those */
    public record Destroyed(int keys, long segments, long records) {}

    /** Does something more in the same transaction. */
    public Uni<Destroyed> destroy(String tenant, Function<Destroyed, Function<SqlConnection, Uni<Void>>> alongside) {
        return transactions
                .write(connection -> list.hold(connection, tenant)
                        .call(() -> connection.query(LOCK_CONSUMERS).execute())
                        .call(() -> forgetFailures(connection, tenant))
                        .chain(count -> erase(connection, tenant, count))
                        .call(() -> list.destroy(connection, tenant))
                        .call(destroyed -> alongside.apply(destroyed).apply(connection)))
                .onTermination()
                .invoke(() -> keys.forget(tenant));
    }

    private static Uni<Void> forgetFailures(SqlConnection connection, String tenant) {
        return connection
                .preparedQuery(FAILED)
                .execute(Tuple.of(tenant))
                .chain(rows -> Multi.createFrom()
                        .iterable(StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> row.getUUID("segment_id"))
                                .toList())
                        .onItem()
                        .transformToUniAndConcatenate(
                                id -> ErasedFailures.follow(connection, id, Optional.empty(), List.of()))
                        .collect()
                        .last());
    }

    private static Uni<Destroyed> erase(SqlConnection connection, String tenant, int keys) {
        return connection
                .preparedQuery(DELETE_AND_COUNT)
                .execute(Tuple.of(tenant))
                .map(rows -> {
                    Row gone = rows.iterator().next();
                    return new Destroyed(keys, gone.getLong("segments"), gone.getLong("records"));
                });
    }
}
