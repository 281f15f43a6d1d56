package dev.quipu.analysis.graph;

import dev.quipu.analysis.ActiveTenants;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.AnswerTooLargeException;
import dev.quipu.analysis.client.FeedClient;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.client.StorageConflictException;
import dev.quipu.analysis.graph.CallWindow.Key;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentFormatException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells calls step by step along the feed. Laws: 1. the changes of all steps add up to the calls of whole traces, in
 * whatever order and however late their spans come; 2. what is remembered is read again from the feed when this service
 * starts or a commit failed; 3. a trace that goes on after it was forgotten is read from storage, as far as it stands
 * before the step. A trace that is longer than the time that is remembered when this service is killed may be told in
 * parts. Steps come one after the other.
 */
@ApplicationScoped
public class CallFollower {

    private static final Logger LOG = Logger.getLogger(CallFollower.class);

    private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(10);

    private final FeedClient feed;
    private final StorageClient storage;
    private final ActiveTenants tenants;
    private final int tracesPerBatch;
    private final int segmentsPerPage;
    private final CallMemory memory;
    private final Counter lookups;
    private volatile Instant nextCommit = Instant.EPOCH;

    CallFollower(
            FeedClient feed,
            StorageClient storage,
            ActiveTenants tenants,
            AnalysisConfig config,
            MeterRegistry metrics) {
        this.feed = feed;
        this.storage = storage;
        this.tenants = tenants;
        this.tracesPerBatch = config.analysis().jaeger().tracesPerBatch();
        this.segmentsPerPage = config.analysis().feed().segmentsPerStep();
        this.memory = new CallMemory(
                config.analysis().graph().maxSpans(), config.analysis().graph().maxAge());
        this.lookups = Counter.builder("quipu.analysis.graph.lookups")
                .description("Traces read from storage because they went on after they were forgotten")
                .register(metrics);
    }

    /** Remembers what stands before a place, if it does not yet. @param place where this service has committed */
    public Uni<Void> remember(String place) {
        if (memory.isAt(place)) {
            return Uni.createFrom().voidItem();
        }
        return begin(place)
                .invoke(memory::beginAt)
                .chain(begin -> read(begin.cursor(), place))
                .onFailure(StorageConflictException.class)
                .recoverWithUni(lost -> {
                    LOG.infof("Calls are told without what came before: %s", lost.getMessage());
                    memory.beginAt(new FeedClient.Mark(place, Instant.now()));
                    return Uni.createFrom().voidItem();
                })
                .invoke(() -> memory.reached(place, Optional.empty()));
    }

    private Uni<FeedClient.Mark> begin(String place) {
        FeedClient.Mark beginning = new FeedClient.Mark(FeedClient.BEGINNING, Instant.EPOCH);
        return place.equals(FeedClient.BEGINNING)
                ? feed.commitWindowBegin(beginning).replaceWith(beginning)
                : feed.windowBegin();
    }

    private Uni<Void> read(String after, String place) {
        return after.equals(place)
                ? Uni.createFrom().voidItem()
                : feed.tracesBetween(after, place, segmentsPerPage)
                        .chain(page -> page.segments().isEmpty()
                                ? Uni.createFrom().voidItem()
                                : read(page).chain(() -> read(page.next(), place)));
    }

    private Uni<Void> read(FeedClient.Page page) {
        return Multi.createFrom()
                .iterable(page.segments())
                .onItem()
                .transformToUniAndConcatenate(this::read)
                .collect()
                .last()
                .invoke(() -> memory.reached(page.next(), Optional.of(page.watermark())))
                .replaceWithVoid();
    }

    private Uni<Boolean> read(FeedClient.Entry entry) {
        tenants.seen(entry.tenant());
        return feed.withSegment(entry.id(), framed -> {
            try {
                memory.add(CallStep.ofNew().read(entry.tenant(), Segment.parse(framed)));
            } catch (SegmentFormatException damaged) {
                LOG.debugf(damaged, "Segment %s is damaged; it was reported when it was digested", entry.id());
            }
            return true;
        });
    }

    /** A step over segments behind the place. */
    public CallStep begin() {
        return CallStep.ofNew();
    }

    /** A step over segments before the place, that were left out. */
    public CallStep beginLeftOut() {
        return CallStep.ofLeftOut();
    }

    /**
     * Tells what a step changes. Unless it is committed, everything has to be forgotten.
     *
     * @param place where it begins
     */
    public Uni<Void> tell(CallStep step, String place) {
        Map<String, List<TraceId>> unknown = place.equals(FeedClient.BEGINNING) ? Map.of() : memory.unknown(step);
        return Multi.createFrom()
                .iterable(unknown.entrySet())
                .onItem()
                .transformToMultiAndConcatenate(tenant -> Multi.createFrom()
                        .iterable(tenant.getValue())
                        .group()
                        .intoLists()
                        .of(tracesPerBatch)
                        .onItem()
                        .transformToUniAndConcatenate(ids -> find(step, tenant.getKey(), ids, place)))
                .collect()
                .last()
                .invoke(() -> memory.apply(step))
                .replaceWithVoid();
    }

    private Uni<Boolean> find(CallStep step, String tenant, List<TraceId> ids, String place) {
        lookups.increment(ids.size());
        return storage.tracesUpTo(tenant, ids, place, spans -> {
                    spans.forEach(span -> step.found(new Key(tenant, span.traceId()), List.of(span)));
                    return true;
                })
                .onFailure(AnswerTooLargeException.class)
                .recoverWithUni(tooLarge -> findEach(step, tenant, ids, place));
    }

    /** A trace that is too large by itself is told in parts. */
    private Uni<Boolean> findEach(CallStep step, String tenant, List<TraceId> ids, String place) {
        return ids.size() == 1
                ? Uni.createFrom().item(false)
                : Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(id -> find(step, tenant, List.of(id), place))
                        .collect()
                        .last();
    }

    /**
     * A step was committed.
     *
     * @param cursor where it ends
     * @param watermark everything acknowledged before stands up to there; empty when that is not known
     */
    public void reached(String cursor, Optional<Instant> watermark) {
        memory.reached(cursor, watermark);
    }

    /** What is remembered does not count any more. */
    public void forget() {
        memory.forget();
    }

    /** Tells storage now and then from where on to remember after a start. */
    public Uni<Void> commit() {
        Instant now = Instant.now();
        FeedClient.Mark begin = memory.begin();
        if (now.isBefore(nextCommit)) {
            return Uni.createFrom().voidItem();
        }
        nextCommit = now.plus(BETWEEN_COMMITS);
        return feed.commitWindowBegin(begin)
                .onFailure(StorageConflictException.class)
                .recoverWithNull();
    }
}
