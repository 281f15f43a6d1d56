package dev.quipu.storage.erasure;

import dev.quipu.model.segment.Outcome;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.encryption.KeyList;
import dev.quipu.storage.encryption.TenantKeys;
import dev.quipu.storage.failures.TakenFailures;
import dev.quipu.storage.holds.LegalHolds;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Erases all that is sealed under a tenant's keys by destroying them: whatever copies there are of its segments, none can be
 * read again. The segments go as well, and the ledger counts their records as erased. What is not
 * sealed stays: what was stored while nothing was encrypted, and what was made of the records.
 */
@ApplicationScoped
public class KeyDestruction {

    private static final Logger LOG = Logger.getLogger(KeyDestruction.class);
    private static final String REASON = "keys destroyed";

    /** As for any other change of stored segments: consumers commit before or after it. */
    private static final String LOCK_CONSUMERS = "LOCK TABLE feed_part, feed_consumer IN SHARE MODE";

    private static final int SEGMENTS_AT_ONCE = 256;

    private static final String SEALED = """
            SELECT s.id, s.day FROM segment s WHERE s.tenant = $1 AND s.key_generation IS NOT NULL
            LIMIT %d""".formatted(SEGMENTS_AT_ONCE);

    /** What was collected before the keys were destroyed, in minutes, and came after it. */
    private static final String LATE =
            """
            WITH %s
            SELECT s.id, s.day FROM segment s JOIN tenant_key_destruction d ON d.tenant = s.tenant
            WHERE s.key_generation IS NOT NULL AND s.record_count > 0 AND s.committed_at > d.destroyed_at
                AND s.collected_to < floor(extract(epoch FROM d.destroyed_at) / 60)
                AND d.destroyed_at > now() - $1 * interval '1 day' AND NOT %s
            LIMIT %d""".formatted(LegalHolds.holds("g.key_generation IS NOT NULL"), LegalHolds.IS_HELD, SEGMENTS_AT_ONCE);

    /** One statement, so that exactly what is deleted is counted. */
    private static final String DELETE_AND_COUNT = """
            WITH gone AS (DELETE FROM segment s WHERE s.id = ANY ($1) AND s.day = ANY ($2)
                RETURNING s.id, s.day, s.bucket, s.tenant, s.signal, s.record_count, s.counted_minute, s.counted_component,
                    s.counted_records, s.counted_set_hash),
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
    private final LegalHolds holds;
    private final int keepDays;

    KeyDestruction(Transactions transactions, KeyList list, TenantKeys keys, LegalHolds holds, StorageConfig config) {
        this.holds = holds;
        this.transactions = transactions;
        this.list = list;
        this.keys = keys;
        this.keepDays = config.storage().erasure().keepDays();
    }

    /** What was destroyed. @param segments that were sealed @param records in those */
    public record Destroyed(int keys, long segments, long records) {

        private static final Destroyed NOTHING = new Destroyed(0, 0, 0);

        private Destroyed plus(Destroyed other) {
            return new Destroyed(keys + other.keys, segments + other.segments, records + other.records);
        }
    }

    /**
     * First the segments, some at a time, so that nobody waits long who stores; then what came meanwhile, together with the
     * keys and with something more, in one transaction. Fails with {@link dev.quipu.storage.holds.Held} when records of the
     * tenant are held; when they are so in the midst of it, what went before is told to nobody but the ledger.
     */
    public Uni<Destroyed> destroy(String tenant, Function<Destroyed, Function<SqlConnection, Uni<Void>>> alongside) {
        return repeated(
                        () -> transactions.write(connection -> requireNoneHeld(connection, tenant)
                                .chain(() -> erase(connection, SEALED, Tuple.of(tenant)))),
                        Step::isFull)
                .chain(before -> transactions.write(connection -> requireNoneHeld(connection, tenant)
                        .chain(() -> list.hold(connection, tenant))
                        .map(count -> before.plus(new Destroyed(count, 0, 0)))
                        .chain(held -> repeated(() -> erase(connection, SEALED, Tuple.of(tenant)), Step::hasFound)
                                .map(held::plus))
                        .call(() -> list.destroy(connection, tenant))
                        .call(destroyed -> alongside.apply(destroyed).apply(connection))))
                .onTermination()
                .invoke(() -> keys.forget(tenant));
    }

    private Uni<Void> requireNoneHeld(SqlConnection connection, String tenant) {
        return holds.requireNone(connection, tenant, scope -> true);
    }

    /** Collectors let go what they hold of such a tenant; what one did not know of yet has come, and goes here. */
    @Scheduled(
            every = "{quipu.storage.erasure.interval}",
            delayed = "{quipu.storage.erasure.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return eraseLate()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warn("What came late under destroyed keys is not erased yet", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** Erases what came after the keys that it would have been sealed under were destroyed. */
    public Uni<Destroyed> eraseLate() {
        return repeated(
                () -> transactions.write(connection -> erase(connection, LATE, Tuple.of(keepDays))), Step::isFull);
    }

    /** @param found segments, of which some may have been merged before they could be erased */
    private record Step(int found, Destroyed gone) {

        boolean hasFound() {
            return found > 0;
        }

        boolean isFull() {
            return found == SEGMENTS_AT_ONCE;
        }
    }

    private static Uni<Destroyed> repeated(Supplier<Uni<? extends Step>> step, Predicate<Step> goesOn) {
        return Multi.createBy()
                .repeating()
                .uni(step)
                .whilst(goesOn)
                .map(Step::gone)
                .collect()
                .with(Collectors.reducing(Destroyed.NOTHING, Destroyed::plus));
    }

    /** Consumers, and who places a hold, are kept waiting only when there is something to erase; then it is looked again. */
    private static Uni<Step> erase(SqlConnection connection, String wanted, Tuple values) {
        return connection
                .preparedQuery(wanted)
                .execute(values)
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(new Step(0, Destroyed.NOTHING))
                        : connection
                                .query(LegalHolds.LOCK)
                                .execute()
                                .chain(() -> connection.query(LOCK_CONSUMERS).execute())
                                .chain(() -> connection.preparedQuery(wanted).execute(values))
                                .chain(unheld -> erase(connection, unheld)));
    }

    private static Uni<Step> erase(SqlConnection connection, RowSet<Row> segments) {
        UUID[] ids = new UUID[segments.size()];
        LocalDate[] days = new LocalDate[segments.size()];
        int count = 0;
        for (Row row : segments) {
            ids[count] = row.getUUID("id");
            days[count++] = row.getLocalDate("day");
        }
        Tuple keys = Tuple.tuple().addArrayOfUUID(ids).addArrayOfLocalDate(days);
        return TakenFailures.end(connection, ids)
                .chain(() -> connection.preparedQuery(DELETE_AND_COUNT).execute(keys))
                .map(rows -> rows.iterator().next())
                .map(gone -> new Destroyed(0, gone.getLong("segments"), gone.getLong("records")))
                .map(gone -> new Step(ids.length, gone));
    }
}
