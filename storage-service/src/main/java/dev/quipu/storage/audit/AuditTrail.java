package dev.quipu.storage.audit;

import dev.quipu.access.audit.AuditEntry;
import dev.quipu.access.audit.AuditHash;
import dev.quipu.access.audit.ChainedEntry;
import dev.quipu.storage.database.Transactions;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Writes acts where the act itself is done, so that there is one with the other or neither. The last statement of its
 * transaction: it locks the end of the chain until the transaction ends.
 */
@ApplicationScoped
public class AuditTrail {

    private static final String APPEND = "SELECT audit_append($1, $2, $3, $4, $5, $6, $7)";
    private static final String APPEND_IN_SESSION = "SELECT audit_append(?1, ?2, ?3, ?4, ?5, ?6, ?7)";

    private static final String PAGE = """
            SELECT sequence, at, tenant, actor, role, action, subject, outcome, detail, hash FROM audit
            WHERE tenant = $1 AND sequence < $2 AND at >= $3 AND at < $4 AND ($5::text IS NULL OR actor = $5)
                AND ($6::text IS NULL OR action = $6)
            ORDER BY sequence DESC LIMIT $7""";

    private final Pool pool;
    private final Transactions transactions;

    AuditTrail(Pool pool, Transactions transactions) {
        this.pool = pool;
        this.transactions = transactions;
    }

    /** With what the connection's transaction does. */
    public Uni<Void> write(SqlConnection connection, Act act) {
        return connection.preparedQuery(APPEND).execute(act.values()).replaceWithVoid();
    }

    /** In their order. */
    Uni<Void> write(SqlConnection connection, List<Act> acts) {
        return connection
                .preparedQuery(APPEND)
                .executeBatch(acts.stream().map(Act::values).toList())
                .replaceWithVoid();
    }

    /** With what the present transaction of entities does. */
    public Uni<Void> writeInSession(Act act) {
        return Panache.getSession()
                .call(Mutiny.Session::flush)
                .chain(session -> session.createNativeQuery(APPEND_IN_SESSION, Long.class)
                        .setParameter(1, act.tenant())
                        .setParameter(2, act.actor())
                        .setParameter(3, act.role())
                        .setParameter(4, act.action())
                        .setParameter(5, act.subject())
                        .setParameter(6, act.outcome())
                        .setParameter(7, act.detail())
                        .getSingleResult())
                .replaceWithVoid();
    }

    /** By itself, of what was refused. */
    public Uni<Void> write(Act act) {
        return pool.preparedQuery(APPEND).execute(act.values()).replaceWithVoid();
    }

    /**
     * Which entries are asked for.
     *
     * @param before those with a lower sequence
     * @param to the end, not included
     */
    public record Selection(
            String tenant, long before, Instant from, Instant to, Optional<String> actor, Optional<String> action) {}

    /** The newest first. */
    public Uni<List<ChainedEntry>> page(Selection wanted, int limit) {
        Tuple values = Tuple.tuple()
                .addString(wanted.tenant())
                .addLong(wanted.before())
                .addValue(wanted.from().atOffset(ZoneOffset.UTC))
                .addValue(wanted.to().atOffset(ZoneOffset.UTC))
                .addValue(wanted.actor().orElse(null))
                .addValue(wanted.action().orElse(null))
                .addInteger(limit);
        return transactions
                .ask(wanted.tenant(), PAGE, values)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AuditTrail::entry)
                        .toList());
    }

    private static ChainedEntry entry(Row row) {
        AuditEntry entry = new AuditEntry(
                row.getLong("sequence"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("tenant"),
                row.getString("actor"),
                row.getString("role"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("outcome"),
                row.getString("detail"));
        return new ChainedEntry(entry, AuditHash.of(row.getBuffer("hash").getBytes()));
    }
}
