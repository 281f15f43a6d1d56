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
import dev.quipu.storage.catalog.AttributeHistory.Shown;
import dev.quipu.storage.catalog.ComponentIds.ComponentKey;
import dev.quipu.storage.load.Turnstile;
import dev.quipu.storage.load.Workers;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;

/**
 * Reads off the hot path what resources show of components: of a stored segment only its few resources are kept, and
 * read a moment later. What does not fit waits for the component's next segment.
 */
@ApplicationScoped
public class ComponentAttributes {

    private static final Logger LOG = Logger.getLogger(ComponentAttributes.class);
    private static final int MAX_QUEUED = 200;
    private static final int MAX_RESOURCE_BYTES = 1 << 20;

    private final AttributeHistory history;
    private final Workers workers;
    private final Cache<ComponentKey, Boolean> fresh;
    /** What is taken from the queue is written before more is: whoever has passed knows that all before is. */
    private final Turnstile updating = new Turnstile("updates of the catalog", 1, 64);

    private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(MAX_QUEUED);

    ComponentAttributes(AttributeHistory history, Workers workers, StorageConfig config) {
        this.history = history;
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
        return updating.pass(this::write);
    }

    private Uni<Void> write() {
        List<Pending> taken = new ArrayList<>();
        queue.drainTo(taken);
        if (taken.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return workers.run(() -> read(taken))
                .chain(history::add)
                .onFailure()
                .invoke(failure -> LOG.warn("Component attributes were not refreshed", failure))
                .onFailure()
                .recoverWithNull();
    }

    private static List<Shown> read(List<Pending> taken) {
        Instant now = Instant.now();
        Set<Shown> shown = new LinkedHashSet<>();
        for (Pending pending : taken) {
            Instant collected = Instant.EPOCH.plusNanos(pending.head().collectedAtUnixNano());
            Instant at = collected.isAfter(now) ? now : collected;
            for (Resource resource : pending.resources()) {
                ComponentKey key = new ComponentKey(pending.head().tenant(), Component.of(resource.attributes()));
                shown.add(new Shown(key, AttributeJson.of(resource.attributes()), at));
            }
        }
        return List.copyOf(shown);
    }
}
