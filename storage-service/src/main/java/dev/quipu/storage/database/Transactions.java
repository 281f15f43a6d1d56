package dev.quipu.storage.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;

/** Transactions over the reactive pool. A caller that goes away does not stop one half-way. */
@ApplicationScoped
public class Transactions {

    /** Sent with the first statement of the work, not before it. */
    private static final String LIMIT_WAITING = "SET LOCAL lock_timeout = '10s'";

    private final Pool pool;

    Transactions(Pool pool) {
        this.pool = pool;
    }

    /**
     * One transaction: committed when the work succeeds, rolled back when it fails. Fails, to be tried again, when
     * somebody else holds a lock that it needs for longer than ten seconds.
     */
    public <T> Uni<T> write(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(connection -> Uni.combine()
                .all()
                .unis(
                        connection.query(LIMIT_WAITING).execute(),
                        Uni.createFrom().deferred(() -> work.apply(connection)))
                .with((limited, result) -> result));
    }

    /** One statement or several that need no common transaction. */
    public <T> Uni<T> autocommit(Function<SqlConnection, Uni<T>> work) {
        return pool.withConnection(work);
    }

    /**
     * Statements that all see one snapshot: what is replaced or deleted meanwhile stays readable. The snapshot is
     * taken by the first of them, after everything that was acknowledged before this call.
     *
     * @param statementTimeout after which PostgreSQL itself gives up on one of them
     */
    public <T> Uni<T> read(Duration statementTimeout, Function<SqlConnection, Uni<T>> work) {
        String begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = "
                + statementTimeout.toMillis();
        return pool.withConnection(connection -> Uni.combine()
                .all()
                .unis(connection.query(begin).execute(), Uni.createFrom().deferred(() -> work.apply(connection)))
                .with((begun, result) -> result)
                .onTermination()
                .call(() -> connection
                        .query("ROLLBACK")
                        .execute()
                        .replaceWithVoid()
                        .onFailure()
                        .recoverWithNull()));
    }
}
