package dev.quipu.storage.erasure;

import dev.quipu.access.Caller;
import dev.quipu.model.erasure.ErasureTarget;
import dev.quipu.model.erasure.ErasureTarget.OfComponent;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.holds.HeldScope;
import dev.quipu.storage.holds.LegalHolds;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What was asked to be erased, and how far each is. */
@ApplicationScoped
public class ErasureTable {

    private static final String INSERT = """
            INSERT INTO erasure (id, tenant, target, reason, state, requested_at, requested_by)
            VALUES (gen_random_uuid(), $1, $2, $3, 'pending', clock_timestamp(), $4) RETURNING %s""".formatted(Erasure.COLUMNS);

    /** One that is known from elsewhere; nothing when it is here. */
    private static final String RESTORE = """
            INSERT INTO erasure (id, tenant, target, reason, state, requested_at, requested_by)
            VALUES ($1, $2, $3, $4, 'pending', $5, $6) ON CONFLICT (id) DO NOTHING""";

    private static final String PAGE = "SELECT " + Erasure.COLUMNS
            + " FROM erasure WHERE tenant = $1 AND number < $2 ORDER BY number DESC LIMIT $3";

    private static final String AFTER =
            "SELECT " + Erasure.COLUMNS + " FROM erasure WHERE number > $1 ORDER BY number LIMIT $2";

    private static final String FIND = "SELECT " + Erasure.COLUMNS + " FROM erasure WHERE tenant = $1 AND id = $2";

    /** A parcel has the time at which its transaction began. */
    private static final String NOW = """
            SELECT settled_below_xid() AS below, least(clock_timestamp() - interval '15 seconds',
                (SELECT min(xact_start) FROM pg_stat_activity
                    WHERE datname = current_database() AND usename = current_user)) AS at""";

    /** Those that are not done, and those of which something may have come in between that was collected before. */
    private static final String DUE = """
            SELECT %s FROM erasure e
            WHERE next_attempt <= now() AND (state <> 'done' OR ended_at > now() - $1 * interval '1 day' AND (
                attempts > 0
                OR e.id IN (
                    SELECT DISTINCT o.id FROM erasure o JOIN segment s ON s.tenant = o.tenant
                    WHERE o.state = 'done' AND o.next_attempt <= now() AND o.ended_at > now() - $1 * interval '1 day'
                        AND s.feed_xid >= $2 AND s.feed_xid >= greatest($2, o.scanned_xid) AND s.feed_xid < $3
                        AND s.record_count > 0
                        AND s.collected_from <= extract(epoch FROM o.requested_at + interval '10 seconds') / 60)
                OR EXISTS (
                    SELECT FROM quarantine q WHERE q.tenant = e.tenant AND q.since >= $4 AND q.parcel IS NOT NULL
                        AND q.collected_minute <= extract(epoch FROM e.requested_at + interval '10 seconds') / 60)))
            ORDER BY (state = 'done'), number""".formatted(Erasure.COLUMNS);

    /** Not at once: tables are not written anew for each record that comes late. */
    private static final String DIRTY = """
            SELECT %s FROM erasure
            WHERE state = 'done' AND dirty_since < now() - interval '10 minutes' AND next_attempt <= now()
            ORDER BY number""".formatted(Erasure.COLUMNS);

    private static final String CLEANED = "UPDATE erasure SET dirty_since = NULL WHERE id = $1";

    private static final String LAST_ENDED = "SELECT max(ended_at) AS ended_at FROM erasure";

    private static final String BEGIN = """
            UPDATE erasure SET state = 'running', started_at = coalesce(started_at, clock_timestamp()) WHERE id = $1""";

    private static final String PROGRESS = """
            UPDATE erasure SET segments = greatest(segments, segments_done + $2), segments_done = segments_done + $3
            WHERE id = $1""";

    private static final String SCANNED =
            "UPDATE erasure SET scanned_xid = $2, attempts = 0, detail = NULL WHERE id = $1";

    /** Longer and longer, an hour at most. */
    private static final String FAILED = """
            UPDATE erasure SET state = CASE WHEN state = 'done' THEN state ELSE 'failed' END, detail = $2,
                attempts = attempts + 1,
                next_attempt = now() + least(interval '1 hour', interval '1 second' * power(2, least(attempts, 12)))
            WHERE id = $1""";

    private static final String LEASE = """
            UPDATE erasure_lease SET owner = $1, expires_at = now() + interval '8 seconds'
            WHERE owner = $1 OR expires_at < now()""";

    private static final String CERTIFICATE =
            "SELECT statement, signature, public_key FROM erasure WHERE tenant = $1 AND id = $2 AND state = 'done'";

    private static final Duration RENEWAL = Duration.ofSeconds(2);

    private final Pool pool;
    private final Transactions transactions;
    private final LegalHolds holds;
    private final UUID owner = UUID.randomUUID();

    /** Another replica erases now. */
    static final class LeaseLost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeaseLost() {
            super("expected to go on erasing, got another replica that does");
        }
    }

    ErasureTable(Pool pool, Transactions transactions, LegalHolds holds) {
        this.holds = holds;
        this.pool = pool;
        this.transactions = transactions;
    }

    /** It begins within seconds, unless something of it may be held. What is held later does not stop it. */
    public Uni<Erasure> add(SqlConnection connection, Caller caller, ErasureTarget target, String reason) {
        return holds.requireNone(connection, caller.tenant(), scope -> mayHold(scope, target))
                .chain(() -> connection
                        .preparedQuery(INSERT)
                        .execute(Tuple.of(caller.tenant(), TargetJson.of(target), reason, caller.name())))
                .map(rows -> Erasure.of(rows.iterator().next()));
    }

    /** Whoever's a value or a trace is may be held as well. */
    private static boolean mayHold(HeldScope scope, ErasureTarget target) {
        return !(target instanceof OfComponent component) || scope.mayHold(component.name(), component.namespace());
    }

    /** Takes one in that another database knew: whether it was not here. */
    Uni<Boolean> restore(Erasure known) {
        return pool.preparedQuery(RESTORE)
                .execute(Tuple.of(
                        known.id(),
                        known.tenant(),
                        TargetJson.of(known.target()),
                        known.reason(),
                        known.requestedAt().atOffset(ZoneOffset.UTC),
                        known.requestedBy()))
                .map(rows -> rows.rowCount() > 0);
    }

    /** The newest first, those with a number below {@code before}. */
    public Uni<List<Erasure>> page(String tenant, long before, int limit) {
        return transactions.ask(tenant, PAGE, Tuple.of(tenant, before, limit)).map(ErasureTable::erasures);
    }

    /** Of all tenants, in the order in which they were asked for. */
    public Uni<List<Erasure>> after(long number, int limit) {
        return pool.preparedQuery(AFTER).execute(Tuple.of(number, limit)).map(ErasureTable::erasures);
    }

    public Uni<Optional<Erasure>> find(String tenant, UUID id) {
        return transactions
                .ask(tenant, FIND, Tuple.of(tenant, id))
                .map(rows -> erasures(rows).stream().findFirst());
    }

    /**
     * Up to where it was looked for what came late.
     *
     * @param belowXid segments of lower transactions
     * @param at parcels in quarantine up to then, those included whose transactions end a little later
     */
    record Seen(long belowXid, OffsetDateTime at) {

        static final Seen NOTHING = new Seen(0, Instant.EPOCH.atOffset(ZoneOffset.UTC));
    }

    /** Up to where there is something to see. */
    Uni<Seen> now() {
        return pool.query(NOW)
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> new Seen(row.getLong("below"), row.getOffsetDateTime("at")));
    }

    /** @param keepDays for which those that are done are held against what comes */
    Uni<List<Erasure>> due(int keepDays, Seen from, Seen to) {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(keepDays, from.belowXid(), to.belowXid(), from.at()))
                .map(ErasureTable::erasures);
    }

    /** Of which something came after they were done, and what was made of that is still there. */
    Uni<List<Erasure>> dirty() {
        return pool.query(DIRTY).execute().map(ErasureTable::erasures);
    }

    Uni<Void> cleaned(UUID id) {
        return pool.preparedQuery(CLEANED).execute(Tuple.of(id)).replaceWithVoid();
    }

    /** When one was done last, by whichever replica. */
    Uni<Optional<OffsetDateTime>> lastEnded() {
        return pool.query(LAST_ENDED)
                .execute()
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime("ended_at")));
    }

    /** Whether this process is the one that erases, for the next eight seconds. */
    Uni<Boolean> lease() {
        return pool.preparedQuery(LEASE).execute(Tuple.of(owner)).map(rows -> rows.rowCount() > 0);
    }

    /** Fails with {@link LeaseLost} when another process is the one that erases. */
    Uni<Void> hold() {
        return lease().invoke(isOurs -> {
                    if (!isOurs) {
                        throw new LeaseLost();
                    }
                })
                .replaceWithVoid();
    }

    /** Stays the one that erases for as long as the work takes, unless the database is out of reach. */
    <T> Uni<T> holding(Uni<T> work) {
        Uni<T> renewing = Multi.createFrom()
                .ticks()
                .every(RENEWAL)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> lease().onFailure().recoverWithItem(false))
                .onItem()
                .ignoreAsUni()
                .map(never -> {
                    throw new IllegalStateException("expected renewals without end");
                });
        return Uni.combine().any().of(work, renewing);
    }

    Uni<Void> begin(UUID id) {
        return pool.preparedQuery(BEGIN).execute(Tuple.of(id)).replaceWithVoid();
    }

    /** @param toDo segments that are yet to be looked at, those included that were looked at just now */
    Uni<Void> progress(UUID id, int toDo, int done) {
        return pool.preparedQuery(PROGRESS).execute(Tuple.of(id, toDo, done)).replaceWithVoid();
    }

    /** Nothing of it is left in segments of transactions below. */
    Uni<Void> scanned(UUID id, long belowXid) {
        return pool.preparedQuery(SCANNED).execute(Tuple.of(id, belowXid)).replaceWithVoid();
    }

    Uni<Void> failed(UUID id, String why) {
        return pool.preparedQuery(FAILED).execute(Tuple.of(id, why)).replaceWithVoid();
    }

    /** Empty until it is done. */
    public Uni<Optional<Certificate>> certificate(String tenant, UUID id) {
        return transactions
                .ask(tenant, CERTIFICATE, Tuple.of(tenant, id))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(Certificate::of));
    }

    private static List<Erasure> erasures(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(Erasure::of).toList();
    }
}
