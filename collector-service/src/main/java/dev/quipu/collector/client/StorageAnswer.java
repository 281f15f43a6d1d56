package dev.quipu.collector.client;

import dev.quipu.model.segment.RequestKey;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What one attempt to hand something to storage came to.
 *
 * @param duplicateRequests client requests of the segment that storage holds already; empty for other kinds
 * @param detail for the log: storage's own words, or what went wrong on the way; empty when stored
 * @param retryAfter when storage wishes to be asked again, if it said so
 */
public record StorageAnswer(
        Kind kind, Set<RequestKey> duplicateRequests, String detail, Optional<Duration> retryAfter) {

    public enum Kind {
        /** Durable, by this attempt or an earlier one. */
        STORED,
        /** Nothing was stored: some client requests of it are stored already. */
        DUPLICATE_REQUESTS,
        /** Nothing was stored, nor ever will be: storage finds the content wrong. */
        UNACCEPTABLE,
        /** Nobody knows whether it was stored; the same bytes shall be sent again. */
        UNAVAILABLE
    }

    public StorageAnswer {
        duplicateRequests = Set.copyOf(duplicateRequests);
    }

    static StorageAnswer stored() {
        return new StorageAnswer(Kind.STORED, Set.of(), "", Optional.empty());
    }

    static StorageAnswer duplicates(Set<RequestKey> requests, String detail) {
        return new StorageAnswer(Kind.DUPLICATE_REQUESTS, requests, detail, Optional.empty());
    }

    static StorageAnswer unacceptable(String detail) {
        return new StorageAnswer(Kind.UNACCEPTABLE, Set.of(), detail, Optional.empty());
    }

    public static StorageAnswer unavailable(String detail, Optional<Duration> retryAfter) {
        return new StorageAnswer(Kind.UNAVAILABLE, Set.of(), detail, retryAfter);
    }
}
