package dev.quipu.storage.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.function.Supplier;

/** Work that one replica does at a time: whoever finds it taken leaves it to the other. Holds a connection meanwhile. */
final class OneReplica {

    private static final String TRY = "SELECT pg_try_advisory_lock(hashtext('quipu.thinning')) AS is_ours";
    private static final String RELEASE = "SELECT pg_advisory_unlock(hashtext('quipu.thinning'))";

    private final Pool pool;

    OneReplica(Pool pool) {
        this.pool = pool;
    }

    /** @return nothing done when another does it */
    <T> Uni<T> run(Supplier<Uni<? extends T>> work, T nothingDone) {
        return pool.withConnection(connection -> connection
                .query(TRY)
                .execute()
                .chain(rows -> rows.iterator().next().getBoolean("is_ours")
                        ? Uni.createFrom().<T>deferred(work).onTermination().call(() -> release(connection))
                        : Uni.createFrom().item(nothingDone)));
    }

    private static Uni<Void> release(SqlConnection connection) {
        return connection.query(RELEASE).execute().replaceWithVoid().onFailure().recoverWithNull();
    }
}
