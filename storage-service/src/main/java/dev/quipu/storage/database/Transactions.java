package dev.quipu.storage.database;

import dev.quipu.storage.StorageConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;

/**
 * Transactions over the reactive pool. A caller that goes away does not stop one half-way. In one of a tenant PostgreSQL
 * shows, and lets change, this tenant's rows alone, whatever its statements ask for.
 */
@ApplicationScoped
public class Transactions {

    /** Sent with the first statement of the work, not before it. */
    private static final String LIMIT_WAITING = "SET LOCAL lock_timeout = '10s'";

    /** By itself: Citus tells its workers the whole text of which a SET is part. */
    private static final String BEGIN_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

    private final Pool pool;
    private final boolean isHeldToTenant;
    private final String take;

    Transactions(Pool pool, StorageConfig config) {
        this.pool = pool;
        this.isHeldToTenant = config.storage().rowLevelSecurity();
        this.take = config.database().citus() ? TenantRole.TAKE_ON_WORKERS : TenantRole.TAKE;
    }

    /**
     * One transaction: committed when the work succeeds, rolled back when it fails. Fails, to be tried again, when
     * somebody else holds a lock that it needs for longer than ten seconds.
     */
    public <T> Uni<T> write(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(
                connection -> together(connection.query(LIMIT_WAITING).execute(), connection, work));
    }

    /** As {@link #write(Function)}, of one tenant. */
    public <T> Uni<T> write(String tenant, Function<SqlConnection, Uni<T>> work) {
        return write(connection -> heldTo(tenant, connection, work));
    }

    /** One statement or several that need no common transaction. */
    public <T> Uni<T> autocommit(Function<SqlConnection, Uni<T>> work) {
        return pool.withConnection(work);
    }

    /** What one statement answers to a tenant. */
    public Uni<RowSet<Row>> ask(String tenant, String statement, Tuple values) {
        return read(
                tenant,
                ANSWER_TIMEOUT,
                connection -> connection.preparedQuery(statement).execute(values));
    }

    /**
     * Statements that all see one snapshot: what is replaced or deleted meanwhile stays readable. The snapshot is
     * taken by the first of them, after everything that was acknowledged before this call.
     *
     * @param statementTimeout after which PostgreSQL itself gives up on one of them
     */
    public <T> Uni<T> read(Duration statementTimeout, Function<SqlConnection, Uni<T>> work) {
        String limit = "SET LOCAL statement_timeout = " + statementTimeout.toMillis();
        return pool.withConnection(connection -> together(
                        connection.query(BEGIN_READING).execute(),
                        connection,
                        begun -> together(begun.query(limit).execute(), begun, work))
                .onTermination()
                .call(() -> connection
                        .query("ROLLBACK")
                        .execute()
                        .replaceWithVoid()
                        .onFailure()
                        .recoverWithNull()));
    }

    /** As {@link #read(Duration, Function)}, of one tenant. */
    public <T> Uni<T> read(String tenant, Duration statementTimeout, Function<SqlConnection, Uni<T>> work) {
        return read(statementTimeout, connection -> heldTo(tenant, connection, work));
    }

    private <T> Uni<T> heldTo(String tenant, SqlConnection connection, Function<SqlConnection, Uni<T>> work) {
        return isHeldToTenant
                ? together(connection.preparedQuery(take).execute(Tuple.of(tenant)), connection, work)
                : work.apply(connection);
    }

    /** The work's first statement does not wait for the one before it; where that fails, PostgreSQL refuses the work's. */
    private static <T> Uni<T> together(
            Uni<RowSet<Row>> first, SqlConnection connection, Function<SqlConnection, Uni<T>> work) {
        return Uni.combine()
                .all()
                .unis(first, Uni.createFrom().deferred(() -> work.apply(connection)))
                .with((begun, result) -> result);
    }
}
