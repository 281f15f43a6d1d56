package dev.quipu.analysis.feed;

import dev.quipu.analysis.client.FeedPartClient;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import io.smallrye.mutiny.Uni;

/** What the segments of one step add to what is known. Used by one thread at a time. */
interface Findings {

    /** Whether something is made of records of a signal. */
    boolean wants(Signal signal);

    /** Asks for what has to be known before a segment is added. */
    default Uni<Void> prepare(String tenant, Segment segment) {
        return Uni.createFrom().voidItem();
    }

    /**
     * Adds all of a segment, or nothing.
     *
     * @throws RuntimeException when it is damaged
     */
    void add(SegmentId id, String tenant, Segment segment);

    /** Whether the step should end here. */
    boolean isFull();

    /**
     * Finds what depends on what was known before.
     *
     * @param place where the step begins
     */
    default Uni<Void> complete(String place) {
        return Uni.createFrom().voidItem();
    }

    FeedPartClient.Additions additions();
}
