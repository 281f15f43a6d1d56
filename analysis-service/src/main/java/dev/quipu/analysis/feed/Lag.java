package dev.quipu.analysis.feed;

import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** How far the follower of a part of the feed is behind, and that it is told when that is too far. Thread-safe. */
final class Lag {

    private static final Logger LOG = Logger.getLogger(Lag.class);
    private static final double MILLIS_PER_SECOND = 1000;

    private final String part;
    private final Duration most;
    private Instant since = Instant.now();
    private boolean isTold;

    /** @param most before it is said */
    Lag(String part, Duration most) {
        this.part = part;
        this.most = most;
    }

    /** @param watermark everything acknowledged before this is consumed */
    synchronized void isSince(Instant watermark) {
        since = watermark;
        check();
    }

    /** Says so when it has become too much, or is no longer. */
    synchronized void check() {
        boolean isTooMuch = seconds() > most.toMillis() / MILLIS_PER_SECOND;
        if (isTooMuch && !isTold) {
            LOG.warnf("Analysis of %s is %.0f s behind, more than %d s", part, seconds(), most.toSeconds());
        } else if (!isTooMuch && isTold) {
            LOG.infof("Analysis of %s is no more than %d s behind again", part, most.toSeconds());
        }
        isTold = isTooMuch;
    }

    /** Grows while nothing is consumed; before anything is known it counts from the start of this service. */
    synchronized double seconds() {
        return Math.max(0, Duration.between(since, Instant.now()).toMillis() / MILLIS_PER_SECOND);
    }
}
