package dev.quipu.collector.intake;

import dev.quipu.model.segment.RequestKey;
import java.util.Set;

/**
 * What became of a segment.
 *
 * @param duplicateRequests client requests in it that are durable already, when that is why it was turned away
 * @param detail for the log; empty when durable
 */
public record SinkOutcome(Kind kind, Set<RequestKey> duplicateRequests, String detail) {

    public enum Kind {
        /** It is durable, and so is everything that its manifest says. */
        DURABLE,
        /** Nothing of it is kept: some client requests of it are durable already. */
        DUPLICATE_REQUESTS,
        /** Nothing of it is kept, nor would be if it came again. */
        UNACCEPTABLE,
        /** It could not be made durable in time; storage may have taken it, and keeps it once if it comes again. */
        REFUSED,
        /** The sink was closed before it knew. */
        UNKNOWN
    }

    public SinkOutcome {
        duplicateRequests = Set.copyOf(duplicateRequests);
    }

    public static SinkOutcome durable() {
        return new SinkOutcome(Kind.DURABLE, Set.of(), "");
    }

    public static SinkOutcome duplicates(Set<RequestKey> requests) {
        return new SinkOutcome(Kind.DUPLICATE_REQUESTS, requests, "requests are durable already");
    }

    public static SinkOutcome unacceptable(String detail) {
        return new SinkOutcome(Kind.UNACCEPTABLE, Set.of(), detail);
    }

    public static SinkOutcome refused(String detail) {
        return new SinkOutcome(Kind.REFUSED, Set.of(), detail);
    }

    public static SinkOutcome unknown() {
        return new SinkOutcome(Kind.UNKNOWN, Set.of(), "the sink was closed");
    }
}
