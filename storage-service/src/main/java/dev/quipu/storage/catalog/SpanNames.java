package dev.quipu.storage.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.quipu.model.CatalogText;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * Which span names each service uses, so that they can be offered for choice. Bounded per service: names beyond the
 * bound are stored and found like others, but not listed. Each name is written at most once a day.
 */
@ApplicationScoped
public class SpanNames {

    private static final String ADD = """
            WITH held AS (
                SELECT service, count(*) AS names FROM span_name
                WHERE tenant = $1 AND service = ANY ($2) GROUP BY service)
            INSERT INTO span_name (tenant, service, kind, name, last_seen)
            SELECT $1, n.service, n.kind, n.name, $5
            FROM unnest($2::text[], $3::int[], $4::text[]) AS n(service, kind, name)
            LEFT JOIN held USING (service)
            LEFT JOIN span_name known
                ON known.tenant = $1 AND known.service = n.service AND known.kind = n.kind AND known.name = n.name
            WHERE coalesce(held.names, 0) < $6 OR known.name IS NOT NULL
            ORDER BY n.service, n.kind, n.name
            ON CONFLICT (tenant, service, kind, name) DO UPDATE SET last_seen = excluded.last_seen
                WHERE span_name.last_seen < excluded.last_seen""";

    private static final String LIST = """
            SELECT DISTINCT name, kind FROM span_name
            WHERE tenant = $1 AND service = $2 AND ($3::int IS NULL OR kind = $3)
            ORDER BY name, kind""";

    private final Transactions transactions;
    private final int maxPerService;
    private final Cache<NameKey, LocalDate> written;

    SpanNames(Transactions transactions, StorageConfig config) {
        this.transactions = transactions;
        this.maxPerService = config.storage().catalog().maxSpanNamesPerService();
        this.written = Caffeine.newBuilder()
                .maximumSize(config.storage().catalog().cacheEntries())
                .expireAfterWrite(Duration.ofDays(1))
                .build();
    }

    /** A span name of a service. */
    public record NameKey(String tenant, String service, int kind, String name) implements Comparable<NameKey> {
        public NameKey {
            service = CatalogText.bounded(service, CatalogText.MAX_NAME);
            name = CatalogText.bounded(name, CatalogText.MAX_SPAN_NAME);
        }

        @Override
        public int compareTo(NameKey other) {
            int byService = service.compareTo(other.service);
            int byKind = byService != 0 ? byService : Integer.compare(kind, other.kind);
            return byKind != 0 ? byKind : name.compareTo(other.name);
        }
    }

    /** One listed name. @param kind OTLP's number */
    public record ListedName(String name, int kind) {}

    /** Those of the names that have to be written. */
    public Set<NameKey> unwritten(Collection<NameKey> names, LocalDate today) {
        Set<NameKey> unwritten = new TreeSet<>();
        for (NameKey name : names) {
            LocalDate day = written.getIfPresent(name);
            if (day == null || day.isBefore(today)) {
                unwritten.add(name);
            }
        }
        return unwritten;
    }

    /** Writes names of one tenant; counts only once the connection's transaction is committed: see {@link #remember}. */
    public Uni<Void> write(SqlConnection connection, String tenant, Set<NameKey> names, LocalDate today) {
        if (names.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<NameKey> ordered = new ArrayList<>(names);
        Tuple row = Tuple.tuple()
                .addString(tenant)
                .addValue(ordered.stream().map(NameKey::service).toArray(String[]::new))
                .addValue(ordered.stream().map(NameKey::kind).toArray(Integer[]::new))
                .addValue(ordered.stream().map(NameKey::name).toArray(String[]::new))
                .addLocalDate(today)
                .addInteger(maxPerService);
        return connection.preparedQuery(ADD).execute(row).replaceWithVoid();
    }

    /** To be called after the commit of the transaction that wrote them. */
    public void remember(Set<NameKey> names, LocalDate today) {
        names.forEach(name -> written.put(name, today));
    }

    /** @param kind OTLP's number; every kind when absent */
    public Uni<List<ListedName>> list(String tenant, String service, OptionalInt kind) {
        Tuple parameters = Tuple.of(
                tenant, CatalogText.bounded(service, CatalogText.MAX_NAME), kind.isPresent() ? kind.getAsInt() : null);
        return transactions
                .ask(tenant, LIST, parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new ListedName(row.getString("name"), row.getInteger("kind")))
                        .toList());
    }

    /** To be called when some were taken out of the catalog: those that come are written anew. */
    public void forget() {
        written.invalidateAll();
    }
}
