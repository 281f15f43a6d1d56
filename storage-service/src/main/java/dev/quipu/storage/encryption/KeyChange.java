package dev.quipu.storage.encryption;

import dev.quipu.access.encryption.DataKey;
import dev.quipu.access.encryption.MasterKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/** The statements that make a tenant's keys. One change of a tenant's keys at a time. */
final class KeyChange {

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('quipu.keys'), hashtext($1))";

    private static final String NEXT = """
            SELECT greatest((SELECT max(generation) FROM tenant_key WHERE tenant = $1),
                (SELECT last_generation FROM tenant_key_destruction WHERE tenant = $1), 0) + 1 AS generation""";

    private static final String RETIRE =
            "UPDATE tenant_key SET retired_at = now() WHERE tenant = $1 AND retired_at IS NULL";

    private static final String INSERT = "INSERT INTO tenant_key (tenant, generation, wrapped) VALUES ($1, $2, $3)";

    private KeyChange() {}

    static Uni<Void> lock(SqlConnection connection, String tenant) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(tenant)).replaceWithVoid();
    }

    /** Makes the key that is used from now on. */
    static Uni<DataKey> renew(SqlConnection connection, String tenant, MasterKeys master) {
        return connection
                .preparedQuery(NEXT)
                .execute(Tuple.of(tenant))
                .map(rows -> DataKey.generate(tenant, rows.iterator().next().getInteger("generation")))
                .call(() -> connection.preparedQuery(RETIRE).execute(Tuple.of(tenant)))
                .call(key -> connection
                        .preparedQuery(INSERT)
                        .execute(Tuple.of(tenant, key.generation(), Buffer.buffer(master.wrap(key)))));
    }
}
