package dev.quipu.storage.encryption;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.quipu.access.encryption.DataKey;
import dev.quipu.access.encryption.EncryptionConfig;
import dev.quipu.access.encryption.MasterKeys;
import dev.quipu.access.encryption.UnsealException;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.encryption.OpenKeys.Name;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys under which payloads are sealed. A tenant's first is made when its first segment is stored. They lie in the
 * database wrapped by the master key, and unwrapped in memory alone, for a minute at a time.
 */
@ApplicationScoped
public class TenantKeys {

    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MAX_KEPT = 10_000;

    private static final String IN_USE =
            "SELECT tenant, generation, wrapped FROM tenant_key WHERE tenant = $1 AND retired_at IS NULL";

    private static final String HOLD = "SELECT FROM tenant_key WHERE tenant = $1 AND generation = $2 FOR KEY SHARE";

    private static final String FIND = """
            SELECT tenant, generation, wrapped FROM tenant_key
            WHERE tenant = ANY ($1) AND (tenant, generation) IN (SELECT * FROM unnest($1::text[], $2::int[]))""";

    private final Transactions transactions;
    private final Optional<MasterKeys> master;
    private final Cache<String, DataKey> inUse = cache();
    private final Cache<Name, DataKey> known = cache();

    TenantKeys(Transactions transactions, EncryptionConfig config) {
        this.transactions = transactions;
        this.master = MasterKeys.of(config);
    }

    private static <K> Cache<K, DataKey> cache() {
        return Caffeine.newBuilder()
                .maximumSize(MAX_KEPT)
                .expireAfterWrite(KEPT)
                .build();
    }

    /** Whether new segments are sealed. */
    public boolean areUsed() {
        return master.isPresent();
    }

    /** For new segments of the tenant. */
    public Uni<Sealing> sealing(String tenant) {
        if (master.isEmpty()) {
            return Uni.createFrom().item(Sealing.NONE);
        }
        DataKey kept = inUse.getIfPresent(tenant);
        return kept != null
                ? Uni.createFrom().item(new Sealing(kept))
                : transactions
                        .write(connection -> KeyChange.lock(connection, tenant)
                                .chain(() -> connection.preparedQuery(IN_USE).execute(Tuple.of(tenant)))
                                .chain(rows -> rows.size() > 0
                                        ? Uni.createFrom()
                                                .item(unwrapped(rows.iterator().next()))
                                        : KeyChange.renew(connection, tenant, present())))
                        .invoke(key -> inUse.put(tenant, key))
                        .map(Sealing::new);
    }

    /**
     * Seals what is stored from now on under a new key, in every replica within a minute. What is sealed under those before
     * stays so.
     *
     * @throws IllegalStateException when nothing is encrypted
     */
    public Uni<DataKey> renew(SqlConnection connection, String tenant) {
        return KeyChange.lock(connection, tenant).chain(() -> KeyChange.renew(connection, tenant, present()));
    }

    /** Of rows that have {@link OpenKeys#COLUMNS}, which the connection has read in its transaction. */
    public Uni<OpenKeys> of(SqlConnection connection, RowSet<Row> rows) {
        Set<Name> wanted = new LinkedHashSet<>();
        for (Row row : rows) {
            Name name = Name.of(row);
            if (name != null) {
                wanted.add(name);
            }
        }
        Map<Name, DataKey> found = new HashMap<>(known.getAllPresent(wanted));
        List<Name> missing =
                wanted.stream().filter(name -> !found.containsKey(name)).toList();
        if (missing.isEmpty()) {
            return Uni.createFrom().item(new OpenKeys(found));
        }
        Tuple names = Tuple.tuple()
                .addArrayOfString(missing.stream().map(Name::tenant).toArray(String[]::new))
                .addArrayOfInteger(missing.stream().map(Name::generation).toArray(Integer[]::new));
        return connection.preparedQuery(FIND).execute(names).map(wrapped -> {
            wrapped.forEach(row -> {
                DataKey key = unwrapped(row);
                Name name = new Name(key.tenant(), key.generation());
                known.put(name, key);
                found.put(name, key);
            });
            requireAll(missing, found);
            return new OpenKeys(found);
        });
    }

    private static void requireAll(List<Name> wanted, Map<Name, DataKey> found) {
        for (Name name : wanted) {
            if (!found.containsKey(name)) {
                throw new IllegalStateException("tenant " + name.tenant() + ": expected its key " + name.generation()
                        + ", got none: it was destroyed");
            }
        }
    }

    /** To be called when its keys were changed. */
    public void forget(String tenant) {
        inUse.invalidate(tenant);
        known.asMap().keySet().removeIf(name -> name.tenant().equals(tenant));
    }

    /**
     * Keeps what the sealing is done with until the connection's transaction ends. Before rows are deleted that a
     * destruction of keys may want to delete as well: it takes keys first.
     *
     * @return whether the key is still there
     */
    public Uni<Boolean> hold(SqlConnection connection, Sealing sealing) {
        return sealing.key()
                .map(key -> connection
                        .preparedQuery(HOLD)
                        .execute(Tuple.of(key.tenant(), key.generation()))
                        .map(rows -> rows.size() > 0)
                        .invoke(isThere -> {
                            if (!isThere) {
                                forget(key.tenant());
                            }
                        }))
                .orElseGet(() -> Uni.createFrom().item(true));
    }

    /** The key under which a segment was to be stored is no more. */
    public static boolean isGone(Throwable failure) {
        return failure instanceof PgException error && FOREIGN_KEY_VIOLATION.equals(error.getSqlState());
    }

    private DataKey unwrapped(Row row) {
        try {
            return present()
                    .unwrap(row.getBuffer("wrapped").getBytes(), row.getString("tenant"), row.getInteger("generation"));
        } catch (UnsealException e) {
            throw new NoMasterKey(String.valueOf(e.getMessage()), e);
        }
    }

    private MasterKeys present() {
        return master.orElseThrow(
                () -> new NoMasterKey(
                        "quipu.encryption.master-key-file: expected the file of the key under which tenants' keys lie, got none"));
    }

    /**
     * Those that lie under another master key than the one that is configured, with what they are under that one.
     *
     * @throws NoMasterKey when there are keys, and nothing is encrypted
     * @throws UnsealException when one cannot be opened by the master keys that are configured
     */
    List<KeyCheck.Rewrapped> rewrap(List<KeyCheck.Wrapped> keys) {
        return keys.stream()
                .flatMap(key -> present().rewrap(key.bytes(), key.tenant(), key.generation()).stream()
                        .map(anew -> new KeyCheck.Rewrapped(key, anew)))
                .toList();
    }
}
