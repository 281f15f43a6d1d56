package dev.quipu.storage.search;

import org.jboss.logging.Logger;

/**
 * How often a follower looks again at what took too long, before it goes on without. What keeps one look from ending in
 * time may be over by the next, such as a lock or a disk that others use. One look at a time.
 */
final class Patience {

    /** Looks at the same records, or at them and what came since. */
    static final int LOOKS = 3;

    private static final Logger LOG = Logger.getLogger(Patience.class);

    private volatile int lateLooks;
    private volatile boolean hasWarned;

    /** A look ended in time. */
    void begin() {
        lateLooks = 0;
        hasWarned = false;
    }

    /** Another look took too long. Says in the log that records are missed, once until a look ends in time. */
    boolean isOver() {
        int looks = lateLooks + 1;
        lateLooks = looks % LOOKS;
        if (looks < LOOKS) {
            return false;
        }
        if (!hasWarned) {
            hasWarned = true;
            LOG.warnf("A follower misses records: %d looks at them took too long", LOOKS);
        }
        return true;
    }
}
