package dev.quipu.collector.client;

import dev.quipu.collector.CollectorConfig;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between attempts to reach storage: each up to twice as long as the one before, within bounds, and random, so
 * that collectors that failed together do not come back together. Immutable.
 */
public final class Backoff {

    private final Duration next;
    private final Duration longest;

    private Backoff(Duration next, Duration longest) {
        this.next = next;
        this.longest = longest;
    }

    public static Backoff of(CollectorConfig.Storage config) {
        return new Backoff(config.minBackoff(), config.maxBackoff());
    }

    /** Between half of the pause and all of it; longer when storage wishes so, but never longer than the longest. */
    public Duration pause(Duration wish) {
        long half = next.toNanos() / 2;
        Duration own = Duration.ofNanos(half + ThreadLocalRandom.current().nextLong(half + 1));
        return min(own.compareTo(wish) >= 0 ? own : wish);
    }

    /** The pauses after this one. */
    public Backoff longer() {
        return new Backoff(min(next.multipliedBy(2)), longest);
    }

    private Duration min(Duration duration) {
        return duration.compareTo(longest) <= 0 ? duration : longest;
    }
}
