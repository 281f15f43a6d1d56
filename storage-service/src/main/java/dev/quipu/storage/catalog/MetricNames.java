package dev.quipu.storage.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.quipu.model.CatalogText;
import dev.quipu.model.Component;
import dev.quipu.model.Metric;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.ByteRange;
import dev.quipu.model.segment.PointRows;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.load.Turnstile;
import dev.quipu.storage.load.Workers;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Which metrics each service has, with what is told of them, so that they can be listed. Of a stored segment only the
 * few columns that tell are kept, and read a moment later; what does not fit waits for the next segment. Bounded per
 * service: metrics beyond the bound can be asked for like others, but are not listed.
 */
@ApplicationScoped
public class MetricNames {

    private static final Logger LOG = Logger.getLogger(MetricNames.class);
    private static final int MAX_QUEUED = 64;
    private static final int MAX_BYTES = 1 << 20;

    private static final String ADD = """
            WITH held AS (
                SELECT service, count(*) AS metrics FROM metric
                WHERE tenant = $1 AND service = ANY ($2) GROUP BY service)
            INSERT INTO metric (tenant, service, name, kind, unit, temporality, monotonic, description, last_seen)
            SELECT $1, n.service, n.name, n.kind, n.unit, n.temporality, n.monotonic, n.description, $9
            FROM unnest($2::text[], $3::text[], $4::int[], $5::text[], $6::int[], $7::bool[], $8::text[])
                AS n(service, name, kind, unit, temporality, monotonic, description)
            LEFT JOIN held USING (service)
            WHERE coalesce(held.metrics, 0) < $10 OR EXISTS (
                SELECT FROM metric known WHERE known.tenant = $1 AND known.service = n.service AND known.name = n.name)
            ORDER BY n.service, n.name, n.kind, n.unit, n.temporality, n.monotonic
            ON CONFLICT (tenant, service, name, kind, unit, temporality, monotonic)
                DO UPDATE SET last_seen = excluded.last_seen, description = excluded.description""";

    private static final String LIST = """
            SELECT name, kind, unit, temporality, monotonic, max(description) AS description, max(last_seen) AS last_seen
            FROM metric
            WHERE tenant = $1 AND ($2::text IS NULL OR service = $2) AND ($3::text IS NULL OR strpos(name, $3) > 0)
                AND (name, kind, unit, temporality, monotonic) > ($4, $5, $6, $7, $8)
            GROUP BY name, kind, unit, temporality, monotonic
            ORDER BY name, kind, unit, temporality, monotonic
            LIMIT $9""";

    private static final String HAS_ANY = """
            SELECT EXISTS (
                SELECT FROM metric
                WHERE tenant = $1 AND name = ANY ($2::text[]) AND ($3::text IS NULL OR service = $3)) AS has_any""";

    private final Transactions transactions;
    private final Workers workers;
    private final int maxPerService;
    private final Cache<MetricKey, LocalDate> written;
    /** What is taken from the queue is written before more is: whoever has passed knows that all before is. */
    private final Turnstile updating = new Turnstile("updates of the catalog", 1, 64);

    private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(MAX_QUEUED);

    MetricNames(Transactions transactions, Workers workers, StorageConfig config) {
        this.transactions = transactions;
        this.workers = workers;
        this.maxPerService = config.storage().catalog().maxMetricsPerService();
        this.written = Caffeine.newBuilder()
                .maximumSize(config.storage().catalog().cacheEntries())
                .expireAfterWrite(Duration.ofDays(1))
                .build();
    }

    /** A metric of a service, without what may change from day to day. */
    record MetricKey(String tenant, String service, ListedKey metric) implements Comparable<MetricKey> {
        MetricKey {
            service = CatalogText.bounded(service, CatalogText.MAX_NAME);
        }

        @Override
        public int compareTo(MetricKey other) {
            int byService = service.compareTo(other.service);
            return byService != 0 ? byService : metric.compareTo(other.metric);
        }
    }

    /** What tells listed metrics apart, and their order. */
    public record ListedKey(String name, Metric.Kind kind, String unit, int temporality, boolean monotonic)
            implements Comparable<ListedKey> {

        /** Before every metric. */
        public static final ListedKey FIRST = new ListedKey("", Metric.Kind.GAUGE, "", Integer.MIN_VALUE, false);

        public ListedKey {
            name = CatalogText.bounded(name, CatalogText.MAX_SPAN_NAME);
            unit = CatalogText.bounded(unit, CatalogText.MAX_NAME);
        }

        static ListedKey of(Metric metric) {
            return new ListedKey(metric.name(), metric.kind(), metric.unit(), metric.temporality(), metric.monotonic());
        }

        @Override
        public int compareTo(ListedKey other) {
            int order = name.compareTo(other.name);
            order = order != 0 ? order : kind.compareTo(other.kind);
            order = order != 0 ? order : unit.compareTo(other.unit);
            order = order != 0 ? order : Integer.compare(temporality, other.temporality);
            return order != 0 ? order : Boolean.compare(monotonic, other.monotonic);
        }
    }

    /** One listed metric. @param lastSeen the day on which it last came */
    public record ListedMetric(ListedKey key, String description, LocalDate lastSeen) {}

    /** The columns of one row group that tell whose metrics its points are of. */
    private record Pending(SegmentHead head, int rowGroup, Map<ByteRange, byte[]> chunks) {

        static Pending of(Segment segment, int rowGroup) {
            Map<ByteRange, byte[]> chunks = new HashMap<>();
            for (ByteRange range : segment.head().ranges(PointRows.OWNER_COLUMNS, rowGroup)) {
                chunks.put(range, java.util.Arrays.copyOfRange(segment.body(), range.offset(), range.end()));
            }
            return new Pending(segment.head(), rowGroup, chunks);
        }

        int bytes() {
            return chunks.values().stream().mapToInt(bytes -> bytes.length).sum();
        }

        void addTo(Map<MetricKey, String> found) {
            SegmentReader reader = new SegmentReader(head, range -> ByteBuffer.wrap(chunks.get(range)));
            reader.points(rowGroup)
                    .eachOwner((metric, resource) -> found.put(
                            new MetricKey(
                                    head.tenant(),
                                    Component.of(resource.attributes()).name(),
                                    ListedKey.of(metric)),
                            metric.description()));
        }
    }

    void refreshFrom(Segment segment) {
        if (segment.head().signal() != Signal.METRICS) {
            return;
        }
        for (int group = 0; group < segment.head().rowGroupCount() && queue.remainingCapacity() > 0; group++) {
            Pending pending = Pending.of(segment, group);
            if (pending.bytes() <= MAX_BYTES) {
                queue.offer(pending);
            }
        }
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> update() {
        return updating.pass(this::write);
    }

    private Uni<Void> write() {
        List<Pending> taken = new ArrayList<>();
        queue.drainTo(taken);
        if (taken.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return workers.run(() -> unwritten(taken, today))
                .chain(byTenant -> Multi.createFrom()
                        .iterable(byTenant.entrySet())
                        .onItem()
                        .transformToUniAndConcatenate(entry -> write(entry.getKey(), entry.getValue(), today))
                        .collect()
                        .last())
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warn("Metrics were not listed", failure));
    }

    private Map<String, Map<MetricKey, String>> unwritten(List<Pending> taken, LocalDate today) {
        Map<MetricKey, String> found = new HashMap<>();
        taken.forEach(pending -> pending.addTo(found));
        Map<String, Map<MetricKey, String>> byTenant = new HashMap<>();
        found.forEach((key, description) -> {
            LocalDate day = written.getIfPresent(key);
            if (day == null || day.isBefore(today)) {
                byTenant.computeIfAbsent(key.tenant(), tenant -> new TreeMap<>())
                        .put(key, CatalogText.bounded(description, CatalogText.MAX_SPAN_NAME));
            }
        });
        return byTenant;
    }

    private Uni<Void> write(String tenant, Map<MetricKey, String> metrics, LocalDate today) {
        List<MetricKey> keys = List.copyOf(metrics.keySet());
        List<ListedKey> listed = keys.stream().map(MetricKey::metric).toList();
        Tuple row = Tuple.tuple()
                .addString(tenant)
                .addValue(keys.stream().map(MetricKey::service).toArray(String[]::new))
                .addValue(listed.stream().map(ListedKey::name).toArray(String[]::new))
                .addValue(listed.stream().map(key -> key.kind().ordinal()).toArray(Integer[]::new))
                .addValue(listed.stream().map(ListedKey::unit).toArray(String[]::new))
                .addValue(listed.stream().map(ListedKey::temporality).toArray(Integer[]::new))
                .addValue(listed.stream().map(ListedKey::monotonic).toArray(Boolean[]::new))
                .addValue(keys.stream().map(metrics::get).toArray(String[]::new))
                .addLocalDate(today)
                .addInteger(maxPerService);
        return transactions
                .autocommit(connection -> connection.preparedQuery(ADD).execute(row))
                .invoke(done -> keys.forEach(key -> written.put(key, today)))
                .replaceWithVoid();
    }

    /**
     * Metrics in order, from after one of them.
     *
     * @param service only those of this service, when present
     * @param part only those whose name holds it, when present
     */
    public Uni<List<ListedMetric>> list(
            String tenant, Optional<String> service, Optional<String> part, ListedKey after, int limit) {
        Tuple parameters = Tuple.tuple()
                .addString(tenant)
                .addString(service.map(name -> CatalogText.bounded(name, CatalogText.MAX_NAME))
                        .orElse(null))
                .addString(part.orElse(null))
                .addString(after.name())
                .addInteger(after.kind().ordinal())
                .addString(after.unit())
                .addInteger(after.temporality())
                .addBoolean(after.monotonic())
                .addInteger(limit);
        return transactions
                .ask(tenant, LIST, parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(MetricNames::listed)
                        .toList());
    }

    /** Whether metrics of any of these names are listed, of one service when it is told. */
    public Uni<Boolean> hasAny(String tenant, Optional<String> service, List<String> names) {
        Tuple parameters = Tuple.of(
                tenant,
                names.toArray(String[]::new),
                service.map(name -> CatalogText.bounded(name, CatalogText.MAX_NAME))
                        .orElse(null));
        return transactions
                .ask(tenant, HAS_ANY, parameters)
                .map(rows -> rows.iterator().next().getBoolean("has_any"));
    }

    private static ListedMetric listed(Row row) {
        return new ListedMetric(
                new ListedKey(
                        row.getString("name"),
                        Metric.Kind.values()[row.getInteger("kind")],
                        row.getString("unit"),
                        row.getInteger("temporality"),
                        row.getBoolean("monotonic")),
                row.getString("description"),
                row.getLocalDate("last_seen"));
    }

    /** To be called when some were taken out of the catalog: those that come are written anew. */
    public void forget() {
        written.invalidateAll();
    }
}
