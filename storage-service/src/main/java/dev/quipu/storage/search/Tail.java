package dev.quipu.storage.search;

import dev.quipu.model.segment.RecordRows;
import dev.quipu.storage.load.Overloaded;
import dev.quipu.storage.load.Workers;
import dev.quipu.storage.segments.SegmentColumns;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Follows what is stored: every matching record, within seconds of its commit, whatever its own time says, in the order
 * of time among those that come together. Laws: 1. what was committed after the position that a follower begins at is
 * told, or told to be missed; 2. no more than {@value #MAX_AT_ONCE} records at once are told, the latest; 3. what
 * was merged into one segment with what a follower has not seen is told again: when it goes on from a position, and
 * rarely while it follows, when merging is faster than its looks; 4. no more than {@link #SIGN_OF_LIFE} pass without an event, and a second or two.
 *
 * <p>What comes was not analysed yet: no record has a template.
 */
@ApplicationScoped
public class Tail {

    /** Followers of this process at once. */
    static final int MAX_FOLLOWERS = 50;

    static final int MAX_AT_ONCE = 1_000;

    /** How often what was stored since is looked for. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** Shorter than what makes proxies and clients give a silent connection up. */
    static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private final QueryRun queries;
    private final SegmentColumns columns;
    private final Workers workers;
    private final RowSearch search;
    private final AtomicInteger followers = new AtomicInteger();

    Tail(QueryRun queries, SegmentColumns columns, Workers workers, RowSearch search) {
        this.queries = queries;
        this.columns = columns;
        this.workers = workers;
        this.search = search;
    }

    /** What followers look with. */
    record Means(QueryRun queries, SegmentColumns columns, Workers workers, RowSearch search) {}

    /**
     * Records committed after the query's position, or from now on, until nobody listens. Begins with an event at once.
     * Somebody who never listens is no follower.
     *
     * @throws Overloaded when there are as many followers as may be; so fails the stream when there are meanwhile
     */
    public <R extends RecordRows, T> Multi<TailEvent<T>> follow(TailQuery<R, T> query) {
        if (followers.get() >= MAX_FOLLOWERS) {
            throw overloaded();
        }
        Follower<R, T> follower = new Follower<>(new Means(queries, columns, workers, search), query);
        return Multi.createFrom().deferred(() -> {
            if (followers.incrementAndGet() > MAX_FOLLOWERS) {
                followers.decrementAndGet();
                return Multi.createFrom().failure(overloaded());
            }
            return Multi.createBy()
                    .concatenating()
                    .streams(Multi.createFrom().item(quiet()), events(follower))
                    .invoke(follower::hasTold)
                    .onTermination()
                    .invoke(() -> followers.decrementAndGet());
        });
    }

    private static Overloaded overloaded() {
        return new Overloaded("followers: " + MAX_FOLLOWERS + " follow already");
    }

    /** What is found, and signs of life while a look takes long. */
    private static <R extends RecordRows, T> Multi<TailEvent<T>> events(Follower<R, T> follower) {
        Multi<TailEvent<T>> looks = Multi.createBy()
                .repeating()
                .uni(follower::look)
                .withDelay(PAUSE)
                .indefinitely()
                .onItem()
                .disjoint();
        Multi<TailEvent<T>> signs = Multi.createFrom()
                .ticks()
                .every(PAUSE)
                .onOverflow()
                .drop()
                .filter(tick -> follower.isSilentFor(SIGN_OF_LIFE))
                .map(tick -> quiet());
        return Multi.createBy().merging().withRequests(1).streams(looks, signs);
    }

    private static <T> TailEvent<T> quiet() {
        return new TailEvent.Quiet<>(Optional.empty());
    }
}
