package dev.quipu.analysis.feed;

import dev.quipu.analysis.ActiveTenants;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.AnswerTooLargeException;
import dev.quipu.analysis.client.FeedClient;
import dev.quipu.analysis.client.StorageAnswerException;
import dev.quipu.analysis.client.StorageConflictException;
import dev.quipu.analysis.client.StorageRefusedException;
import dev.quipu.analysis.graph.CallFollower;
import dev.quipu.analysis.graph.CallStep;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Reads the feed page by page and commits what each adds together with the place that was reached. Laws: 1. every
 * segment counts exactly once, whenever this service is killed, however many of it run, and whatever is merged
 * meanwhile: a commit names the place it begins at, and storage takes it only from there; 2. a segment that cannot be
 * digested is reported with the reason and does not hold up those behind it; 3. while storage cannot be reached nothing
 * is lost, it goes on later.
 */
@ApplicationScoped
public class FeedFollower {

    private static final Logger LOG = Logger.getLogger(FeedFollower.class);

    private static final int TICKS_PER_RETRY = 10;

    /** Then what was given back has its turn too. */
    private static final int STEPS_PER_TICK = 100;

    private static final int MAX_RETRIED = 20;

    private final FeedClient feed;
    private final CallFollower calls;
    private final ActiveTenants tenants;
    private final AnalysisConfig.Feed config;
    private final AtomicInteger ticks = new AtomicInteger();
    private final Lag lag;
    private final Counter records;
    private final Counter failures;

    /** Steps of a single segment that are still to come, because a larger one was refused. */
    private final AtomicInteger narrowSteps = new AtomicInteger();

    /** Empty when it has to be asked for. */
    private volatile String committed = "";

    FeedFollower(
            FeedClient feed, CallFollower calls, ActiveTenants tenants, AnalysisConfig config, MeterRegistry metrics) {
        this.feed = feed;
        this.calls = calls;
        this.tenants = tenants;
        this.config = config.analysis().feed();
        this.lag = new Lag(this.config.maxLag());
        Gauge.builder("quipu.analysis.feed.lag", lag, Lag::seconds)
                .description("How long ago everything was acknowledged that is analysed")
                .baseUnit("seconds")
                .register(metrics);
        this.records = Counter.builder("quipu.analysis.feed.records")
                .description("Records digested and committed")
                .register(metrics);
        this.failures = Counter.builder("quipu.analysis.feed.failures")
                .description("Records of segments that could not be digested")
                .register(metrics);
    }

    @Scheduled(every = "{quipu.analysis.feed.interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        if (!config.enabled()) {
            return Uni.createFrom().voidItem();
        }
        return follow().chain(this::retry)
                .onFailure(StorageConflictException.class)
                .invoke(conflict -> LOG.debugf("The feed is read again: %s", conflict.getMessage()))
                .onFailure(failure -> !(failure instanceof StorageConflictException))
                .invoke(failure -> LOG.warnf("The feed is not followed for now: %s", failure.getMessage()))
                .onFailure()
                .invoke(failure -> {
                    committed = "";
                    narrowSteps.set(0);
                })
                .onFailure()
                .recoverWithNull();
    }

    /** Goes on to the end of the feed. */
    Uni<Void> follow() {
        return Multi.createBy()
                .repeating()
                .uni(this::step)
                .whilst(hasMore -> hasMore)
                .select()
                .first(STEPS_PER_TICK)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Digests once more what somebody gave back, now and then. */
    private Uni<Void> retry() {
        if (ticks.getAndIncrement() % TICKS_PER_RETRY != 0) {
            return Uni.createFrom().voidItem();
        }
        return place().call(calls::remember)
                .chain(place -> feed.givenBack(MAX_RETRIED)
                        .chain(retried -> retried.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : Multi.createFrom()
                                        .iterable(retried)
                                        .onItem()
                                        .transformToUniAndConcatenate(one -> retry(one, place))
                                        .collect()
                                        .last()
                                        .replaceWithVoid()));
    }

    /** Each by itself: one whose segment was let go meanwhile, as that of another day, holds up none behind it. */
    private Uni<Void> retry(FeedClient.GivenBack one, String place) {
        FeedClient.Entry entry =
                new FeedClient.Entry(one.segmentId(), one.tenant(), one.signal(), one.records(), place);
        return digest(List.of(entry), calls.beginLeftOut())
                .call(digest -> calls.tell(digest.calls(), place))
                .chain(digest -> feed.commit(digest.retried(place, List.of(one)))
                        .onFailure()
                        .invoke(calls::forget)
                        .onFailure(StorageRefusedException.class)
                        .recoverWithUni(refused -> {
                            digest.failAll(refused);
                            return feed.commit(digest.retried(place, List.of(one)));
                        }))
                .onFailure(StorageConflictException.class)
                .recoverWithUni(gone -> {
                    LOG.infof("Segment %s, given back, is left: %s", one.segmentId(), gone.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }

    /** One page, or its beginning. @return whether there was one */
    private Uni<Boolean> step() {
        return place().call(calls::remember)
                .chain(after -> feed.after(after, narrowSteps.get() > 0 ? 1 : config.segmentsPerStep())
                        .chain(page -> page.segments().isEmpty()
                                ? Uni.createFrom().item(false).invoke(() -> lag.isSince(page.watermark()))
                                : digest(page.segments(), calls.begin())
                                        .call(digest -> calls.tell(digest.calls(), after))
                                        .chain(digest -> commit(after, page, digest))
                                        .replaceWith(true)));
    }

    private Uni<String> place() {
        String known = committed;
        return known.isEmpty()
                ? feed.committed().map(place -> {
                    place.watermark().ifPresent(lag::isSince);
                    committed = place.cursor();
                    return place.cursor();
                })
                : Uni.createFrom().item(known);
    }

    /**
     * What storage refuses to add is tried again segment by segment. One that is refused by itself is reported and passed
     * by: it would be refused for ever.
     */
    private Uni<Void> commit(String after, FeedClient.Page page, Digest digest) {
        return feed.commit(digest.step(after, page))
                .onItem()
                .invoke(() -> {
                    narrowSteps.updateAndGet(left -> Math.max(0, left - 1));
                    reached(page, digest);
                })
                .onFailure()
                .invoke(calls::forget)
                .onFailure(StorageRefusedException.class)
                .recoverWithUni(refused -> {
                    if (narrowSteps.getAndSet(config.segmentsPerStep()) == 0) {
                        LOG.warnf("A step of the feed is tried again by single segments: %s", refused.getMessage());
                        return Uni.createFrom().voidItem();
                    }
                    digest.failAll(refused);
                    return feed.commit(digest.step(after, page)).invoke(() -> reached(page, digest));
                });
    }

    private Uni<Digest> digest(List<FeedClient.Entry> segments, CallStep step) {
        return Uni.createFrom().deferred(() -> {
            Digest digest = new Digest(step);
            return Multi.createFrom()
                    .iterable(segments)
                    .onItem()
                    .transformToUniAndConcatenate(entry -> digest(entry, digest))
                    .collect()
                    .last()
                    .replaceWith(digest);
        });
    }

    private Uni<Void> digest(FeedClient.Entry entry, Digest digest) {
        if (digest.endsBefore(entry)) {
            return Uni.createFrom().voidItem();
        }
        tenants.seen(entry.tenant());
        Uni<Void> done = digest.wants(entry.signal())
                ? fetched(entry, digest)
                : Uni.createFrom().voidItem();
        return done.invoke(() -> digest.passed(entry));
    }

    /** A segment that storage cannot give out, or that is too large, is reported as one that cannot be digested. */
    private Uni<Void> fetched(FeedClient.Entry entry, Digest digest) {
        return feed.withSegment(entry.id(), framed -> {
                    digest.add(entry, framed);
                    return entry;
                })
                .onFailure(failure ->
                        failure instanceof StorageAnswerException || failure instanceof AnswerTooLargeException)
                .recoverWithItem(failure -> {
                    digest.fail(entry, failure);
                    return entry;
                })
                .replaceWithVoid();
    }

    private void reached(FeedClient.Page page, Digest digest) {
        committed = digest.cursor(page);
        digest.watermark(page).ifPresent(lag::isSince);
        if (!digest.isRefused()) {
            calls.reached(committed, digest.watermark(page));
        }
        records.increment(digest.records());
        failures.increment(digest.failedRecords());
    }

    /** How far this service is behind. */
    Duration lag() {
        return Duration.ofMillis((long) (lag.seconds() * 1000));
    }
}
