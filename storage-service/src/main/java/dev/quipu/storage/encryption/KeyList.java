package dev.quipu.storage.encryption;

import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Which keys there are, and whose were destroyed. */
@ApplicationScoped
public class KeyList {

    private static final String LIST =
            "SELECT generation, created_at, retired_at FROM tenant_key WHERE tenant = $1 ORDER BY generation";

    private static final String DESTROYED_AT = "SELECT destroyed_at FROM tenant_key_destruction WHERE tenant = $1";

    private static final String DESTROYED = "SELECT tenant, destroyed_at FROM tenant_key_destruction ORDER BY tenant";

    private static final String HOLD = "SELECT FROM tenant_key WHERE tenant = $1 FOR UPDATE";

    private static final String NOTE = """
            INSERT INTO tenant_key_destruction (tenant, last_generation, destroyed_at)
            SELECT $1, coalesce(max(generation), 0), clock_timestamp() FROM tenant_key WHERE tenant = $1
            ON CONFLICT (tenant) DO UPDATE
            SET last_generation = greatest(tenant_key_destruction.last_generation, excluded.last_generation),
                destroyed_at = excluded.destroyed_at""";

    private static final String DELETE = "DELETE FROM tenant_key WHERE tenant = $1";

    private final Transactions transactions;

    KeyList(Transactions transactions) {
        this.transactions = transactions;
    }

    /** That a tenant's keys were destroyed, when they were last. */
    public record Destroyed(String tenant, Instant at) {}

    /** In the order of their generations. */
    public Uni<List<TenantKey>> list(String tenant) {
        return transactions
                .ask(tenant, LIST, Tuple.of(tenant))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(KeyList::key)
                        .toList());
    }

    private static TenantKey key(Row row) {
        return new TenantKey(
                row.getInteger("generation"),
                row.getOffsetDateTime("created_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("retired_at")).map(OffsetDateTime::toInstant));
    }

    /** When the tenant's keys were destroyed last, if they ever were. */
    public Uni<Optional<Instant>> destroyedAt(String tenant) {
        return transactions
                .ask(tenant, DESTROYED_AT, Tuple.of(tenant))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getOffsetDateTime("destroyed_at").toInstant())
                        .findFirst());
    }

    /** Of all tenants. */
    public Uni<List<Destroyed>> destroyed() {
        return transactions
                .autocommit(connection -> connection.query(DESTROYED).execute())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Destroyed(
                                row.getString("tenant"),
                                row.getOffsetDateTime("destroyed_at").toInstant()))
                        .toList());
    }

    /** Afterwards no segment is stored under a key of the tenant until the transaction ends. @return how many there are */
    public Uni<Integer> hold(SqlConnection connection, String tenant) {
        return KeyChange.lock(connection, tenant)
                .chain(() -> connection.preparedQuery(HOLD).execute(Tuple.of(tenant)))
                .map(rows -> rows.size());
    }

    /** Deletes the keys, under which no segment is any more. Collectors hear of it even when there was none. */
    public Uni<Void> destroy(SqlConnection connection, String tenant) {
        return connection
                .preparedQuery(NOTE)
                .execute(Tuple.of(tenant))
                .chain(() -> connection.preparedQuery(DELETE).execute(Tuple.of(tenant)))
                .replaceWithVoid();
    }
}
