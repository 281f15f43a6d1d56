package dev.quipu.storage.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.quipu.model.Component;
import dev.quipu.model.Resource;
import dev.quipu.model.segment.ByteRange;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.catalog.ComponentIds.ComponentKey;
import dev.quipu.storage.load.Workers;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;

/**
 * Keeps the components' attributes as their resources last showed them, off the hot path: of a stored segment only
 * its few resources are kept, and read a moment later. What does not fit waits for the component's next segment.
 */
@ApplicationScoped
public class ComponentAttributes {

    private static final Logger LOG = Logger.getLogger(ComponentAttributes.class);
    private static final int MAX_QUEUED = 200;
    private static final int MAX_RESOURCE_BYTES = 1 << 20;

    private static final String UPDATE = """
            UPDATE component SET attributes = a.attributes
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::jsonb[])
                AS a(tenant, namespace, name, instance_id, attributes)
            WHERE component.tenant = a.tenant AND component.name = a.name AND component.namespace = a.namespace
                AND component.instance_id = a.instance_id AND component.attributes IS DISTINCT FROM a.attributes""";

    private final Pool pool;
    private final Workers workers;
    private final Cache<ComponentKey, Boolean> fresh;
    private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(MAX_QUEUED);

    ComponentAttributes(Pool pool, Workers workers, StorageConfig config) {
        this.pool = pool;
        this.workers = workers;
        this.fresh = Caffeine.newBuilder()
                .maximumSize(config.storage().catalog().cacheEntries())
                .expireAfterWrite(config.storage().catalog().attributesInterval())
                .build();
    }

    /** The resources of a segment, cut out of its body. */
    private record Pending(SegmentHead head, ByteRange range, byte[] bytes) {
        List<Resource> resources() {
            return new SegmentReader(
                            head,
                            wanted -> ByteBuffer.wrap(bytes, wanted.offset() - range.offset(), wanted.length())
                                    .slice())
                    .resources();
        }
    }

    /** Takes what it needs of a stored segment, if any of its components is due. Returns at once. */
    public void refreshFrom(Segment segment) {
        SegmentHead head = segment.head();
        List<ComponentKey> due = head.components().stream()
                .map(entry -> new ComponentKey(head.tenant(), entry.component()))
                .filter(key -> fresh.getIfPresent(key) == null)
                .toList();
        List<ByteRange> ranges =
                head.rowGroupCount() == 0 ? List.of() : head.ranges(Set.of(SegmentReader.resourcesColumn()), 0);
        if (due.isEmpty() || ranges.isEmpty() || ranges.get(0).length() > MAX_RESOURCE_BYTES) {
            return;
        }
        ByteRange range = ranges.get(0);
        byte[] bytes = Arrays.copyOfRange(segment.body(), range.offset(), range.end());
        if (queue.offer(new Pending(head, range, bytes))) {
            due.forEach(key -> fresh.put(key, true));
        }
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> update() {
        List<Pending> taken = new ArrayList<>();
        queue.drainTo(taken);
        if (taken.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return workers.run(() -> read(taken))
                .chain(attributes -> pool.preparedQuery(UPDATE).execute(parameters(attributes)))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warn("Component attributes were not refreshed", failure));
    }

    private static Map<ComponentKey, JsonObject> read(List<Pending> taken) {
        Map<ComponentKey, JsonObject> attributes = new HashMap<>();
        for (Pending pending : taken) {
            for (Resource resource : pending.resources()) {
                ComponentKey key = new ComponentKey(pending.head().tenant(), Component.of(resource.attributes()));
                attributes.put(key, AttributeJson.of(resource.attributes()));
            }
        }
        return attributes;
    }

    private static Tuple parameters(Map<ComponentKey, JsonObject> attributes) {
        List<ComponentKey> keys = List.copyOf(attributes.keySet());
        return Tuple.tuple()
                .addValue(keys.stream().map(ComponentKey::tenant).toArray(String[]::new))
                .addValue(keys.stream().map(key -> key.component().namespace()).toArray(String[]::new))
                .addValue(keys.stream().map(key -> key.component().name()).toArray(String[]::new))
                .addValue(keys.stream().map(key -> key.component().instanceId()).toArray(String[]::new))
                .addValue(keys.stream().map(attributes::get).toArray(Object[]::new));
    }
}
