package dev.quipu.storage.segments;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.storage.StorageConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Parsed heads, bounded by about how much memory they take. A head never changes, so none goes stale. */
@ApplicationScoped
public class HeadCache {

    private static final int BYTES_PER_CHUNK = 80;
    private static final int BYTES_PER_HEAD = 2000;
    private static final int BYTES_PER_NAME = 120;

    private final Cache<UUID, SegmentHead> heads;

    HeadCache(StorageConfig config, MeterRegistry metrics) {
        this.heads = CaffeineCacheMetrics.monitor(
                metrics,
                Caffeine.newBuilder()
                        .maximumWeight(
                                config.storage().segments().headCacheSize().asLongValue())
                        .weigher((UUID id, SegmentHead head) -> weigh(head))
                        .recordStats()
                        .build(),
                "quipu.storage.heads");
    }

    Optional<SegmentHead> get(UUID id) {
        return Optional.ofNullable(heads.getIfPresent(id));
    }

    void put(SegmentHead head) {
        heads.put(head.id().toUuid(), head);
    }

    private static int weigh(SegmentHead head) {
        long chunks = (long) head.columns().size() * head.rowGroupCount();
        long names =
                head.names().size() + head.components().size() + head.requests().size();
        return (int) Math.min(Integer.MAX_VALUE, BYTES_PER_HEAD + chunks * BYTES_PER_CHUNK + names * BYTES_PER_NAME);
    }
}
