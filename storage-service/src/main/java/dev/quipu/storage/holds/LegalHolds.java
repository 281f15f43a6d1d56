package dev.quipu.storage.holds;

import dev.quipu.model.Signal;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** The holds of all tenants. */
@ApplicationScoped
public class LegalHolds {

    private static final String HOLDS = """
            unknown_component AS MATERIALIZED (
                SELECT a.tenant, a.id
                FROM (
                    SELECT DISTINCT g.tenant, unnest(g.component_ids) AS id FROM segment g
                    WHERE g.tenant = ANY (ARRAY(
                            SELECT h.tenant FROM legal_hold h WHERE h.service IS NOT NULL AND h.released_at IS NULL))
                        AND %s) a
                    LEFT JOIN component c ON c.id = a.id
                WHERE c.id IS NULL),
            hold AS MATERIALIZED (
                SELECT h.tenant, h.signal, h.from_time, h.to_time, h.service,
                    CASE WHEN h.service IS NOT NULL THEN
                        ARRAY(SELECT c.id FROM component c WHERE c.tenant = h.tenant AND c.name = h.service
                                AND (h.namespace IS NULL OR c.namespace = h.namespace))
                            || ARRAY(SELECT u.id FROM unknown_component u WHERE u.tenant = h.tenant) END AS named
                FROM legal_hold h WHERE h.released_at IS NULL)""";

    /**
     * Whether a hold may name a record of the segment {@code s}. What has no time may be of any; a component that the catalog
     * has no more may be any.
     */
    public static final String IS_HELD = """
            EXISTS (SELECT 1 FROM hold h
                WHERE h.tenant = s.tenant
                    AND (h.signal IS NULL OR h.signal = s.signal)
                    AND (s.day = '1970-01-01'
                        OR (h.from_time IS NULL OR s.max_time >= h.from_time)
                            AND (h.to_time IS NULL OR s.min_time < h.to_time))
                    AND (h.service IS NULL OR s.component_ids && h.named))""";

    /**
     * From then on none is placed until the transaction ends: what is asked of {@link #IS_HELD} in a later statement stays
     * true.
     */
    public static final String LOCK = "LOCK TABLE legal_hold IN SHARE MODE";

    private static final String INSERT = """
            INSERT INTO legal_hold (tenant, signal, service, namespace, from_time, to_time, reason, placed_at, placed_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp(), $8) RETURNING %s""".formatted(LegalHold.COLUMNS);

    private static final String LIST = "SELECT " + LegalHold.COLUMNS + " FROM legal_hold WHERE tenant = $1 ORDER BY id";

    private static final String FIND = "SELECT " + LegalHold.COLUMNS + " FROM legal_hold WHERE tenant = $1 AND id = $2";

    private static final String STANDING =
            "SELECT " + LegalHold.COLUMNS + " FROM legal_hold WHERE tenant = $1 AND released_at IS NULL ORDER BY id";

    private static final String RELEASE = """
            UPDATE legal_hold SET released_at = now(), released_by = $3
            WHERE tenant = $1 AND id = $2 AND released_at IS NULL""";

    /** Of who places a hold, and of who asks for something that a hold refuses. */
    private static final String ONE_AT_A_TIME =
            "SELECT pg_advisory_xact_lock(hashtextextended('quipu.holds ' || $1::text, 0))";

    private final Transactions transactions;

    LegalHolds(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Stands first in the {@code WITH} of a statement that asks {@link #IS_HELD}: the holds, each with the components that it
     * may mean.
     *
     * @param segments those that it is asked of, or more, as a condition on {@code g}
     */
    public static String holds(String segments) {
        return HOLDS.formatted(segments);
    }

    /** It holds once the transaction is committed; it waits for what is being let go. */
    public Uni<LegalHold> place(SqlConnection connection, String tenant, HeldScope scope, String reason, String by) {
        Tuple values = Tuple.tuple()
                .addString(tenant)
                .addValue(scope.signal()
                        .map(Signal::code)
                        .map(Integer::shortValue)
                        .orElse(null))
                .addString(scope.service().orElse(null))
                .addString(scope.namespace().orElse(null))
                .addLong(scope.from().map(LegalHold::unixNano).orElse(null))
                .addLong(scope.to().map(LegalHold::unixNano).orElse(null))
                .addString(reason)
                .addString(by);
        return oneAtATime(connection, tenant)
                .chain(() -> connection.preparedQuery(INSERT).execute(values))
                .map(rows -> LegalHold.of(rows.iterator().next()));
    }

    private static Uni<Void> oneAtATime(SqlConnection connection, String tenant) {
        return connection.preparedQuery(ONE_AT_A_TIME).execute(Tuple.of(tenant)).replaceWithVoid();
    }

    /** Whether it held. */
    public Uni<Boolean> release(SqlConnection connection, String tenant, long id, String by) {
        return connection
                .preparedQuery(RELEASE)
                .execute(Tuple.of(tenant, id, by))
                .map(rows -> rows.rowCount() > 0);
    }

    /** All there ever were, the oldest first. */
    public Uni<List<LegalHold>> list(String tenant) {
        return transactions.ask(tenant, LIST, Tuple.of(tenant)).map(LegalHolds::holds);
    }

    public Uni<Optional<LegalHold>> find(String tenant, long id) {
        return transactions
                .ask(tenant, FIND, Tuple.of(tenant, id))
                .map(rows -> holds(rows).stream().findFirst());
    }

    /**
     * Fails with {@link Held} when there is one that may hold such records; none is placed before the connection's
     * transaction ends.
     */
    public Uni<Void> requireNone(SqlConnection connection, String tenant, Predicate<HeldScope> mayHold) {
        return oneAtATime(connection, tenant)
                .chain(() -> connection.preparedQuery(STANDING).execute(Tuple.of(tenant)))
                .invoke(rows -> holds(rows).stream()
                        .filter(hold -> mayHold.test(hold.scope()))
                        .findFirst()
                        .ifPresent(hold -> {
                            throw new Held(hold);
                        }))
                .replaceWithVoid();
    }

    private static List<LegalHold> holds(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(LegalHold::of)
                .toList();
    }
}
