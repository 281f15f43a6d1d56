package dev.quipu.storage.compaction;

import dev.quipu.model.Signal;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.DatabaseErrors;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.encryption.TenantKeys;
import dev.quipu.storage.feed.FeedConsumers;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentKey;
import dev.quipu.storage.segments.SegmentStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Merges small segments into large ones in the background. While much is stored it waits, so that the processors are
 * there for that, until there are too many small segments.
 */
@Startup
@ApplicationScoped
public class Compaction {

    private static final Logger LOG = Logger.getLogger(Compaction.class);

    /** With more small segments than this, queries suffer more than storing does. */
    private static final int MAX_BACKLOG = 2_000;

    private static final int MAX_LISTED = 10_000;

    private static final String SMALL = """
            SELECT day, bucket, id, tenant, signal, level, record_count, feed_first_xid, feed_xid, committed_at,
                octet_length(payload) + octet_length(filter) + octet_length(head) AS bytes
            FROM segment
            WHERE record_count BETWEEN 1 AND CASE WHEN signal = $3 THEN $2::int ELSE $1::int END AND feed_xid < (SELECT settled_below_xid())
                AND NOT EXISTS (SELECT FROM feed_failure f WHERE f.segment_id = segment.id)
            ORDER BY day DESC, tenant, signal, bucket, level, min_time
            LIMIT $4""";

    private final Transactions transactions;
    private final FeedConsumers consumers;
    private final SegmentStore store;
    private final TenantKeys keys;
    private final Workers workers;
    private final FreedSpace freedSpace;
    private final StorageConfig.Compaction config;
    private final StoreLoad load = new StoreLoad();
    private final FailedSources failed = new FailedSources();
    private final Duration maxLag;
    private final Timer duration;
    private final Counter mergedSegments;
    private final Counter mergedRecords;
    private final Counter failures;

    Compaction(
            Transactions transactions,
            FeedConsumers consumers,
            SegmentStore store,
            TenantKeys keys,
            Workers workers,
            FreedSpace freedSpace,
            StorageConfig config,
            MeterRegistry metrics) {
        this.transactions = transactions;
        this.consumers = consumers;
        this.store = store;
        this.keys = keys;
        this.workers = workers;
        this.freedSpace = freedSpace;
        this.config = config.storage().compaction();
        this.maxLag = config.storage().feed().maxLag();
        this.duration = Timer.builder("quipu.storage.compaction.duration")
                .description("One merge, from reading its sources to its commit")
                .register(metrics);
        this.mergedSegments = Counter.builder("quipu.storage.compaction.segments")
                .description("Segments replaced by larger ones")
                .register(metrics);
        this.mergedRecords = Counter.builder("quipu.storage.compaction.records")
                .description("Records rewritten by merges")
                .register(metrics);
        this.failures = Counter.builder("quipu.storage.compaction.failures")
                .description("Segments that could not be merged; each is tried again later and later")
                .register(metrics);
    }

    @Scheduled(
            every = "{quipu.storage.compaction.interval}",
            delayed = "{quipu.storage.compaction.interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        load.sample(store.recordsStored());
        if (!config.enabled()) {
            return Uni.createFrom().voidItem();
        }
        return compact()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warn("Compaction stopped; it goes on later", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** Does the merges that are due; one that fails keeps no other from being done. @return how many were done */
    public Uni<Integer> compact() {
        return consumers
                .positions()
                .chain(positions -> small().chain(segments -> {
                    List<List<SmallSegment>> merges =
                            new MergeChoice(config, maxLag, positions, Instant.now()).choose(segments);
                    boolean isUrgent = segments.size() > MAX_BACKLOG;
                    return Multi.createFrom()
                            .iterable(merges)
                            .onItem()
                            .transformToUniAndConcatenate(sources -> merge(sources, isUrgent))
                            .collect()
                            .with(Collectors.summingInt(Integer::intValue));
                }))
                .eventually(freedSpace::reclaim);
    }

    private Uni<List<SmallSegment>> small() {
        return transactions
                .autocommit(connection -> connection
                        .preparedQuery(SMALL)
                        .execute(Tuple.of(
                                config.targetRecords() / 2,
                                config.targetPoints() / 2,
                                (short) Signal.METRICS.code(),
                                MAX_LISTED)))
                .map(rows -> {
                    List<SmallSegment> segments = new ArrayList<>(rows.size());
                    rows.forEach(row -> segments.add(segment(row)));
                    Instant now = Instant.now();
                    segments.removeIf(segment -> failed.isWaiting(segment.key().id(), now));
                    return segments;
                });
    }

    private static SmallSegment segment(Row row) {
        return new SmallSegment(
                new SegmentKey(row.getLocalDate("day"), row.getInteger("bucket"), row.getUUID("id")),
                new SmallSegment.Group(
                        row.getString("tenant"),
                        row.getShort("signal"),
                        row.getLocalDate("day"),
                        row.getInteger("bucket"),
                        row.getShort("level")),
                row.getInteger("record_count"),
                row.getLong("bytes"),
                row.getLong("feed_first_xid"),
                row.getLong("feed_xid"),
                row.getOffsetDateTime("committed_at").toInstant());
    }

    private Uni<Integer> merge(List<SmallSegment> sources, boolean isUrgent) {
        if (load.recordsPerSecond() > config.yieldAbove() && !isUrgent) {
            return Uni.createFrom().item(0);
        }
        long begin = System.nanoTime();
        return keys.sealing(sources.get(0).group().tenant())
                .map(sealing -> new Merge(sources, keys, sealing, workers))
                .chain(merge -> transactions.write(merge::run))
                .invoke(done -> merged(done, begin))
                .replaceWith(1)
                .onFailure(Merge.NotMerged.class)
                .invoke(failure -> LOG.debugf("Not merged: %s", failure.getMessage()))
                .onFailure(Merge.NotMerged.class)
                .recoverWithItem(0)
                .onFailure(failure -> !DatabaseErrors.isOwnTrouble(failure))
                .recoverWithItem(failure -> leaveOut(sources, failure));
    }

    /** Those because of which it failed; all of them when that is not known. They are merged without next time. */
    private int leaveOut(List<SmallSegment> sources, Throwable failure) {
        Map<UUID, SourcesFailed.Why> culprits = failure instanceof SourcesFailed known
                ? known.sources()
                : sources.stream()
                        .collect(Collectors.toMap(
                                source -> source.key().id(), source -> new SourcesFailed.Why(failure)));
        culprits.forEach((id, why) -> {
            failures.increment();
            if (failed.add(id, Instant.now())) {
                LOG.warnf("Segment %s is left as it is for now, it cannot be merged: %s", id, why.failure());
                LOG.debug("The segment cannot be merged", why.failure());
            }
        });
        return 0;
    }

    private void merged(List<SmallSegment> sources, long begin) {
        duration.record(Duration.ofNanos(System.nanoTime() - begin));
        mergedSegments.increment(sources.size());
        mergedRecords.increment(
                sources.stream().mapToLong(SmallSegment::records).sum());
        SmallSegment.Group group = sources.get(0).group();
        freedSpace.add(group.day(), group.level(), sources.size());
    }
}
