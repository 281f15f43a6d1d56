package dev.quipu.analysis.feed;

import dev.quipu.analysis.ActiveTenants;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.AnswerTooLargeException;
import dev.quipu.analysis.client.FeedClient;
import dev.quipu.analysis.client.FeedPartClient;
import dev.quipu.analysis.client.StorageAnswerException;
import dev.quipu.analysis.client.StorageConflictException;
import dev.quipu.analysis.client.StorageRefusedException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Reads one part of the feed page by page and commits what each adds together with the place that was reached. Laws: 1.
 * every segment counts exactly once, whenever this service is killed, whoever follows the same part, and whatever is
 * merged meanwhile: a commit names the place it begins at, and storage takes it only from there; 2. a segment that cannot
 * be digested is reported with the reason and does not hold up those behind it; 3. while storage cannot be reached
 * nothing is lost, it goes on later.
 */
final class PartFollower {

    private static final Logger LOG = Logger.getLogger(PartFollower.class);

    private static final int TICKS_PER_RETRY = 10;

    /** Then what was given back has its turn too. */
    private static final int STEPS_PER_TICK = 100;

    private static final int MAX_RETRIED = 20;

    private final Part part;
    private final Digester digester;
    private final FeedClient feed;
    private final FeedPartClient parts;
    private final ActiveTenants tenants;
    private final AnalysisConfig.Feed config;
    private final FeedCounters counters;
    private final Lag lag;
    private final AtomicBoolean isRunning = new AtomicBoolean();
    private int ticks;

    /** Steps of a single segment that are still to come, because a larger one was refused. */
    private int narrowSteps;

    /** Empty when the next lease has to tell it. */
    private volatile String committed = "";

    private volatile Optional<String> upTo = Optional.empty();
    private volatile boolean isHeld = true;

    PartFollower(
            Part part,
            Digester digester,
            FeedClient feed,
            FeedPartClient parts,
            ActiveTenants tenants,
            AnalysisConfig.Feed config,
            FeedCounters counters) {
        this.part = part;
        this.digester = digester;
        this.feed = feed;
        this.parts = parts;
        this.tenants = tenants;
        this.config = config;
        this.counters = counters;
        this.lag = new Lag(part.name(), config.maxLag());
    }

    /** The part is this service's for longer. */
    void renew(FeedPartClient.Lease lease) {
        upTo = lease.upTo();
        if (committed.isEmpty()) {
            lease.watermark().ifPresent(lag::isSince);
            committed = lease.cursor();
        }
    }

    /** The part is another's. */
    void leave() {
        isHeld = false;
    }

    /** Whether a lease has to tell the place before anything can go on. */
    boolean isLost() {
        return committed.isEmpty();
    }

    Lag lag() {
        return lag;
    }

    /** Goes on to the end of the feed, unless it is at it. */
    void go() {
        if (!isLost() && isRunning.compareAndSet(false, true)) {
            tick().onTermination()
                    .invoke(() -> isRunning.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.error("The feed's part " + part + " is not followed", failure));
        }
    }

    private Uni<Void> tick() {
        return Uni.createFrom()
                .deferred(this::follow)
                .chain(this::retry)
                .onFailure(StorageConflictException.class)
                .invoke(conflict -> LOG.debugf("The feed's part %s is read again: %s", part, conflict.getMessage()))
                .onFailure(failure -> !(failure instanceof StorageConflictException))
                .invoke(failure ->
                        LOG.warnf("The feed's part %s is not followed for now: %s", part, failure.getMessage()))
                .onFailure()
                .invoke(failure -> {
                    digester.forget();
                    committed = "";
                    narrowSteps = 0;
                })
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> follow() {
        return Multi.createBy()
                .repeating()
                .uni(this::step)
                .whilst(hasMore -> hasMore && isHeld)
                .select()
                .first(STEPS_PER_TICK)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** One page, or its beginning, up to the end that is known as it begins. @return whether there was one */
    private Uni<Boolean> step() {
        String after = committed;
        Optional<String> end = upTo;
        if (end.filter(cut -> isAt(after, cut)).isPresent()) {
            return Uni.createFrom().item(false);
        }
        return digester.remember(after)
                .chain(() -> feed.after(after, end, narrowSteps > 0 ? 1 : config.segmentsPerStep()))
                .chain(page -> isEnd(page, after, end)
                        ? Uni.createFrom().item(false).invoke(() -> lag.isSince(page.watermark()))
                        : digest(page.segments(), new Digest(digester.begin()))
                                .call(digest -> digest.complete(after))
                                .chain(digest -> commit(after, page, digest))
                                .replaceWith(true));
    }

    /** Where a part ends at a cut it has to be committed there, though no segment may be left to get there. */
    private static boolean isEnd(FeedClient.Page page, String after, Optional<String> end) {
        return page.segments().isEmpty() && (end.isEmpty() || isAt(after, page.next()));
    }

    /** Cursors of one place differ in when they were read, which they say behind a dash. */
    private static boolean isAt(String cursor, String place) {
        return position(cursor).equals(position(place));
    }

    private static String position(String cursor) {
        int dash = cursor.indexOf('-');
        return dash < 0 ? cursor : cursor.substring(0, dash);
    }

    /**
     * What storage refuses to add is tried again segment by segment. One that is refused by itself is reported and passed
     * by: it would be refused for ever.
     */
    private Uni<Void> commit(String after, FeedClient.Page page, Digest digest) {
        return Uni.createFrom()
                .deferred(() -> parts.commit(part.name(), digest.step(after, page)))
                .onItem()
                .invoke(() -> {
                    narrowSteps = Math.max(0, narrowSteps - 1);
                    reached(page, digest);
                })
                .onFailure()
                .invoke(digester::forget)
                .onFailure(StorageRefusedException.class)
                .recoverWithUni(refused -> {
                    if (narrowSteps == 0) {
                        narrowSteps = config.segmentsPerStep();
                        LOG.warnf("A step of the feed is tried again by single segments: %s", refused.getMessage());
                        return Uni.createFrom().voidItem();
                    }
                    narrowSteps = config.segmentsPerStep();
                    digest.failAll(refused);
                    return parts.commit(part.name(), digest.step(after, page)).invoke(() -> reached(page, digest));
                });
    }

    private void reached(FeedClient.Page page, Digest digest) {
        committed = digest.cursor(page);
        digest.watermark(page).ifPresent(lag::isSince);
        if (!digest.isRefused()) {
            digester.reached(committed, digest.watermark(page));
        }
        counters.count(digest);
    }

    private Uni<Digest> digest(List<FeedClient.Entry> segments, Digest digest) {
        return Multi.createFrom()
                .iterable(segments)
                .onItem()
                .transformToUniAndConcatenate(entry -> digest(entry, digest))
                .collect()
                .last()
                .replaceWith(digest);
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

    /**
     * A segment that storage cannot give out, that is too large, or that asks for what storage refuses, is reported as one
     * that cannot be digested.
     */
    private Uni<Void> fetched(FeedClient.Entry entry, Digest digest) {
        return feed.withSegment(entry.id(), framed -> digest.add(entry, framed))
                .chain(added -> added)
                .onFailure(failure -> failure instanceof StorageAnswerException
                        || failure instanceof StorageRefusedException
                        || failure instanceof AnswerTooLargeException)
                .recoverWithUni(failure -> {
                    digest.fail(entry, failure);
                    return Uni.createFrom().voidItem();
                });
    }

    /** Digests once more what somebody gave back, now and then. */
    private Uni<Void> retry() {
        if (ticks++ % TICKS_PER_RETRY != 0 || !isHeld) {
            return Uni.createFrom().voidItem();
        }
        String place = committed;
        return digester.remember(place)
                .chain(() -> parts.givenBack(part.name(), MAX_RETRIED))
                .chain(retried -> retried.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Multi.createFrom()
                                .iterable(retried)
                                .onItem()
                                .transformToUniAndConcatenate(one -> retry(one, place))
                                .collect()
                                .last()
                                .replaceWithVoid());
    }

    private Part leftOutBy(FeedPartClient.GivenBack one) {
        return one.part().isEmpty() ? Part.WHOLE : Part.of(one.part());
    }

    /** Each by itself: one whose segment was let go meanwhile, as that of another day, holds up none behind it. */
    private Uni<Void> retry(FeedPartClient.GivenBack one, String place) {
        FeedClient.Entry entry =
                new FeedClient.Entry(one.segmentId(), one.tenant(), one.signal(), one.records(), place);
        return digest(List.of(entry), new Digest(digester.beginLeftOut(leftOutBy(one)), Optional.of(one.part())))
                .call(digest -> digest.complete(place))
                .chain(digest -> parts.commit(part.name(), digest.retried(place, one))
                        .onFailure()
                        .invoke(digester::forget)
                        .onFailure(StorageRefusedException.class)
                        .recoverWithUni(refused -> {
                            digest.failAll(refused);
                            return parts.commit(part.name(), digest.retried(place, one));
                        }))
                .onFailure(StorageConflictException.class)
                .recoverWithUni(gone -> {
                    LOG.infof("Segment %s, given back, is left: %s", one.segmentId(), gone.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }
}
