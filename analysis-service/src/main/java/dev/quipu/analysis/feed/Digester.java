package dev.quipu.analysis.feed;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** Makes something of one part of the feed, step by step. What it remembers stands before the place that was reached. */
interface Digester {

    /** Remembers what stands before a place, if it does not yet. @param place where the part is committed */
    Uni<Void> remember(String place);

    /** For a step over segments behind the place. */
    Findings begin();

    /**
     * For segments before the place, that were left out.
     *
     * @param part that left them out, as parts were cut then
     */
    Findings beginLeftOut(Part part);

    /**
     * A step was committed.
     *
     * @param cursor where it ends
     * @param watermark everything acknowledged before stands up to there; empty when that is not known
     */
    void reached(String cursor, Optional<Instant> watermark);

    /** What is remembered does not count any more. */
    void forget();
}
