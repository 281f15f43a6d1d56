package dev.quipu.storage.keys;

import dev.quipu.access.KeySource;
import dev.quipu.access.StoredKey;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/** The keys of all tenants. */
@ApplicationScoped
public class KeyTable implements KeySource {

    private static final String INSERT = """
            INSERT INTO api_key (id, tenant, role, name, salt, hash, created_by, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            RETURNING %s""".formatted(IssuedKey.COLUMNS);

    private static final String PAGE = "SELECT " + IssuedKey.COLUMNS
            + " FROM api_key WHERE tenant = $1 AND number < $2 ORDER BY number DESC LIMIT $3";

    private static final String OPEN = """
            SELECT %s FROM api_key
            WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) ORDER BY number""".formatted(IssuedKey.COLUMNS);

    /** The first time counts. */
    private static final String REVOKE = """
            UPDATE api_key SET revoked_at = coalesce(revoked_at, now()) WHERE tenant = $1 AND id = $2""";

    private final Pool pool;
    private final Transactions transactions;

    KeyTable(Pool pool, Transactions transactions) {
        this.pool = pool;
        this.transactions = transactions;
    }

    /** Keeps a key. It opens what it may from the commit on, in each service as soon as that has asked again. */
    public Uni<IssuedKey> add(SqlConnection connection, StoredKey key, String createdBy) {
        Tuple values = Tuple.tuple()
                .addString(key.id())
                .addString(key.tenant())
                .addString(key.role().label())
                .addString(key.name())
                .addValue(Buffer.buffer(key.salt()))
                .addValue(Buffer.buffer(key.hash()))
                .addString(createdBy)
                .addValue(key.expiresAt().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null));
        return connection
                .preparedQuery(INSERT)
                .execute(values)
                .map(rows -> IssuedKey.of(rows.iterator().next()));
    }

    /** The newest first, those with a number below {@code before}. */
    public Uni<List<IssuedKey>> page(String tenant, long before, int limit) {
        return transactions.ask(tenant, PAGE, Tuple.of(tenant, before, limit)).map(KeyTable::keys);
    }

    /** What opens something now, of every tenant. */
    public Uni<List<IssuedKey>> open() {
        return pool.preparedQuery(OPEN).execute().map(KeyTable::keys);
    }

    @Override
    public Uni<List<StoredKey>> keys() {
        return open().map(open -> open.stream().map(IssuedKey::stored).toList());
    }

    /** Whether the tenant has such a key, which opens nothing from the commit on. */
    public Uni<Boolean> revoke(SqlConnection connection, String tenant, String id) {
        return connection.preparedQuery(REVOKE).execute(Tuple.of(tenant, id)).map(rows -> rows.rowCount() > 0);
    }

    private static List<IssuedKey> keys(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(IssuedKey::of)
                .toList();
    }
}
