package dev.quipu.storage.segments;

import dev.quipu.model.segment.RequestKey;
import java.util.List;

/** What became of a posted segment. */
public sealed interface StoreOutcome {

    Kind kind();

    enum Kind {
        STORED,
        STORED_BEFORE,
        DUPLICATE_REQUESTS
    }

    /** Committed now: durable, and found by the next query. */
    record Stored() implements StoreOutcome {
        @Override
        public Kind kind() {
            return Kind.STORED;
        }
    }

    /** A segment of this id was committed earlier; nothing changed. */
    record StoredBefore() implements StoreOutcome {
        @Override
        public Kind kind() {
            return Kind.STORED_BEFORE;
        }
    }

    /** Nothing was stored: these requests are in other segments already. */
    record DuplicateRequests(List<RequestKey> keys) implements StoreOutcome {
        public DuplicateRequests {
            keys = List.copyOf(keys);
        }

        @Override
        public Kind kind() {
            return Kind.DUPLICATE_REQUESTS;
        }
    }
}
