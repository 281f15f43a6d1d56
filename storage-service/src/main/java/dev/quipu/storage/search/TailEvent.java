package dev.quipu.storage.search;

import java.util.Optional;

/**
 * What a follower is told. The last event of those that come together has a position, and nothing before it: who has
 * seen some of them goes on from the one before, is told these again and misses none.
 */
public sealed interface TailEvent<T> {

    Kind kind();

    /** Where to go on after this event; empty: where the one before said. */
    Optional<TailPosition> position();

    enum Kind {
        FOUND,
        MISSED,
        QUIET
    }

    /** A record that matches. */
    record Found<T>(T result, Optional<TailPosition> position) implements TailEvent<T> {
        @Override
        public Kind kind() {
            return Kind.FOUND;
        }
    }

    /**
     * Records that match were left out.
     *
     * @param records how many are known to match
     * @param isExact whether there are no more than these
     */
    record Missed<T>(long records, boolean isExact, Optional<TailPosition> position) implements TailEvent<T> {
        @Override
        public Kind kind() {
            return Kind.MISSED;
        }
    }

    /** Nothing was found for a while. */
    record Quiet<T>(Optional<TailPosition> position) implements TailEvent<T> {
        @Override
        public Kind kind() {
            return Kind.QUIET;
        }
    }
}
