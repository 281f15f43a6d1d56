package dev.quipu.analysis.graph;

import dev.quipu.analysis.ActiveTenants;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.AnswerTooLargeException;
import dev.quipu.analysis.client.FeedClient;
import dev.quipu.analysis.client.StorageAnswerException;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentFormatException;
import io.micrometer.core.instrument.Counter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Tells calls step by step along the feed. Laws: 1. the changes of all steps add up to the calls of whole traces, in
 * whatever order and however late their spans come; 2. what is remembered is read again from the feed when this service
 * starts or a commit failed; 3. a trace that goes on after it was forgotten is read from storage, as far as it stands
 * before the step. A trace that is longer than the time that is remembered when this service is killed may be told in
 * parts. Steps come one after the other.
 */
public final class CallFollower {

    private static final Logger LOG = Logger.getLogger(CallFollower.class);

    /** Read again after a start, at most. */
    private static final int MAX_SEGMENTS = 1000;

    private final FeedClient feed;
    private final StorageClient storage;
    private final ActiveTenants tenants;
    private final int tracesPerBatch;
    private final int maxSpans;
    private final Duration maxAge;
    private final String part;
    private final Predicate<TraceId> traces;
    private final CallMemory memory;
    private final Counter lookups;

    /** @param part of the feed that is followed @param traces whose calls are told */
    CallFollower(
            FeedClient feed,
            StorageClient storage,
            ActiveTenants tenants,
            AnalysisConfig config,
            Counter lookups,
            String part,
            Predicate<TraceId> traces) {
        this.feed = feed;
        this.storage = storage;
        this.tenants = tenants;
        this.tracesPerBatch = config.analysis().jaeger().tracesPerBatch();
        this.maxSpans = config.analysis().graph().maxSpans();
        this.maxAge = config.analysis().graph().maxAge();
        this.lookups = lookups;
        this.part = part;
        this.traces = traces;
        this.memory = new CallMemory(maxSpans, maxAge);
    }

    /** Remembers what stands before a place, if it does not yet. @param place where this service has committed */
    public Uni<Void> remember(String place) {
        if (memory.isAt(place)) {
            return Uni.createFrom().voidItem();
        }
        if (place.equals(FeedClient.BEGINNING)) {
            memory.beginAt(Instant.EPOCH);
            memory.reached(place, Optional.empty());
            return Uni.createFrom().voidItem();
        }
        return feed.tracesBefore(new FeedClient.Place(part, place), MAX_SEGMENTS)
                .chain(last -> {
                    List<FeedClient.Stored> kept = last.subList(firstKept(last), last.size());
                    boolean isAll = last.size() < MAX_SEGMENTS && kept.size() == last.size();
                    memory.beginAt(
                            isAll
                                    ? Instant.EPOCH
                                    : kept.isEmpty()
                                            ? Instant.now()
                                            : kept.get(0).committedAt());
                    return Multi.createFrom()
                            .iterable(kept)
                            .onItem()
                            .transformToUniAndConcatenate(stored -> read(stored.entry()))
                            .collect()
                            .last();
                })
                .invoke(() -> memory.reached(place, Optional.empty()))
                .replaceWithVoid();
    }

    /** The last so many spans are remembered, and none for too long. */
    private int firstKept(List<FeedClient.Stored> last) {
        int first = last.size();
        long spans = 0;
        while (first > 0) {
            FeedClient.Stored before = last.get(first - 1);
            spans += before.entry().records();
            boolean isTooOld = before.committedAt()
                    .isBefore(last.get(last.size() - 1).committedAt().minus(maxAge));
            if (spans > maxSpans || isTooOld) {
                return first;
            }
            first--;
        }
        return first;
    }

    /** What cannot be read now was left out, or will be looked up. */
    private Uni<Boolean> read(FeedClient.Entry entry) {
        tenants.seen(entry.tenant());
        return feed.withSegment(entry.id(), framed -> {
                    memory.add(begin().read(entry.tenant(), Segment.parse(framed)));
                    return true;
                })
                .onFailure(CallFollower::isOfTheSegment)
                .recoverWithItem(failure -> {
                    LOG.debugf(failure, "Segment %s is not remembered", entry.id());
                    return false;
                });
    }

    private static boolean isOfTheSegment(Throwable failure) {
        return failure instanceof SegmentFormatException
                || failure instanceof StorageAnswerException
                || failure instanceof AnswerTooLargeException;
    }

    /** A step over segments behind the place. */
    public CallStep begin() {
        return CallStep.ofNew(traces);
    }

    /** A step over segments before the place, that were left out. @param cut the traces that it is about */
    public CallStep beginLeftOut(Predicate<TraceId> cut) {
        return CallStep.ofLeftOut(cut);
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
        return storage.tracesUpTo(tenant, ids, new FeedClient.Place(part, place), spans -> {
                    step.found(tenant, ids, spans);
                    return true;
                })
                .onFailure(failure ->
                        failure instanceof AnswerTooLargeException || failure instanceof StorageAnswerException)
                .recoverWithUni(failure -> findEach(step, tenant, ids, place));
    }

    /** A trace that is too large by itself, or lies in a damaged segment, is told in parts. */
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
}
