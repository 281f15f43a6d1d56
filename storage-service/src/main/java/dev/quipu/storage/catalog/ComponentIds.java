package dev.quipu.storage.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.quipu.model.CatalogText;
import dev.quipu.model.Component;
import dev.quipu.storage.StorageConfig;
import io.quarkus.scheduler.Scheduled;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The numbers that stand for components in segments and in the ledger. Known ones are remembered, so that storing a
 * segment normally asks the database nothing; new ones are added in the transaction that needs them.
 */
@ApplicationScoped
public class ComponentIds {

    private static final Logger LOG = Logger.getLogger(ComponentIds.class);

    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private static final String ADD = """
            INSERT INTO component (tenant, namespace, name, instance_id, first_seen, last_seen)
            SELECT $1, c.namespace, c.name, c.instance_id, $5, $5
            FROM unnest($2::text[], $3::text[], $4::text[]) AS c(namespace, name, instance_id)
            ORDER BY c.name, c.namespace, c.instance_id
            ON CONFLICT (tenant, name, namespace, instance_id) DO NOTHING""";

    private static final String FIND = """
            SELECT c.id, c.namespace, c.name, c.instance_id
            FROM component c
            JOIN unnest($2::text[], $3::text[], $4::text[]) AS w(namespace, name, instance_id)
                USING (namespace, name, instance_id)
            WHERE c.tenant = $1""";

    private static final String TOUCH = """
            UPDATE component SET last_seen = s.seen
            FROM unnest($1::int[], $2::timestamptz[]) AS s(id, seen)
            WHERE component.id = s.id AND component.last_seen < s.seen""";

    private final Pool pool;
    private final Cache<ComponentKey, Integer> known;
    private final ConcurrentHashMap<Integer, Instant> seen = new ConcurrentHashMap<>();

    ComponentIds(Pool pool, StorageConfig config) {
        this.pool = pool;
        this.known = Caffeine.newBuilder()
                .maximumSize(config.storage().catalog().cacheEntries())
                .expireAfterAccess(FORGOTTEN_AFTER)
                .build();
    }

    /** A component as it can be kept. */
    public record ComponentKey(String tenant, Component component) {
        public ComponentKey {
            component = new Component(
                    CatalogText.bounded(component.namespace(), CatalogText.MAX_NAME),
                    CatalogText.bounded(component.name(), CatalogText.MAX_NAME),
                    CatalogText.bounded(component.instanceId(), CatalogText.MAX_NAME));
        }
    }

    /**
     * The ids of components, added when they are new. What was added counts only once the connection's transaction
     * is committed: then call {@link #remember}.
     */
    public Uni<Map<ComponentKey, Integer>> resolve(
            SqlConnection connection, String tenant, Collection<Component> components, Instant seenAt) {
        Map<ComponentKey, Integer> ids = new HashMap<>();
        Set<ComponentKey> unknown = new HashSet<>();
        for (Component component : components) {
            ComponentKey key = new ComponentKey(tenant, component);
            Integer id = known.getIfPresent(key);
            if (id == null) {
                unknown.add(key);
            } else {
                ids.put(key, id);
            }
        }
        if (unknown.isEmpty()) {
            return Uni.createFrom().item(ids);
        }
        return add(connection, tenant, List.copyOf(unknown), seenAt).map(added -> {
            ids.putAll(added);
            return ids;
        });
    }

    /** To be called after the commit of the transaction that resolved these. */
    public void remember(Map<ComponentKey, Integer> ids, Instant seenAt) {
        known.putAll(ids);
        ids.values().forEach(id -> seen.merge(id, seenAt, (a, b) -> a.isAfter(b) ? a : b));
    }

    private static Uni<Map<ComponentKey, Integer>> add(
            SqlConnection connection, String tenant, List<ComponentKey> keys, Instant seenAt) {
        Tuple names = Tuple.tuple()
                .addString(tenant)
                .addValue(keys.stream().map(key -> key.component().namespace()).toArray(String[]::new))
                .addValue(keys.stream().map(key -> key.component().name()).toArray(String[]::new))
                .addValue(keys.stream().map(key -> key.component().instanceId()).toArray(String[]::new));
        Tuple namesAndTime = Tuple.newInstance(io.vertx.sqlclient.Tuple.tuple(
                List.of(names.getValue(0), names.getValue(1), names.getValue(2), names.getValue(3), utc(seenAt))));
        return connection
                .preparedQuery(ADD)
                .execute(namesAndTime)
                .chain(() -> connection.preparedQuery(FIND).execute(names))
                .map(rows -> idsOf(tenant, rows));
    }

    private static Map<ComponentKey, Integer> idsOf(String tenant, RowSet<Row> rows) {
        Map<ComponentKey, Integer> ids = new HashMap<>();
        for (Row row : rows) {
            Component component =
                    new Component(row.getString("namespace"), row.getString("name"), row.getString("instance_id"));
            ids.put(new ComponentKey(tenant, component), row.getInteger("id"));
        }
        return ids;
    }

    @Scheduled(
            every = "{quipu.storage.catalog.refresh-interval}",
            delayed = "{quipu.storage.catalog.refresh-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> writeBackLastSeen() {
        TreeMap<Integer, Instant> due = new TreeMap<>(seen);
        if (due.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        due.forEach(seen::remove);
        Integer[] ids = due.keySet().toArray(Integer[]::new);
        OffsetDateTime[] times = due.values().stream().map(ComponentIds::utc).toArray(OffsetDateTime[]::new);
        return pool.preparedQuery(TOUCH)
                .execute(Tuple.of(ids, times))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> {
                    LOG.warn("Last-seen times were not written back; they are written later", failure);
                    due.forEach((id, at) -> seen.merge(id, at, (a, b) -> a.isAfter(b) ? a : b));
                })
                .onFailure()
                .recoverWithNull();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
