package dev.quipu.storage.feed;

import dev.quipu.model.segment.SegmentId;

/**
 * Segments before and after a cursor were merged after it was read: going on from it would miss or repeat records. A
 * registered consumer begins again at its committed cursor, for which that never happens.
 */
public final class PositionLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PositionLost(FeedCursor cursor) {
        this("cursor " + cursor
                + ": segments on both sides of it were merged since; begin again at a committed cursor");
    }

    /** A step is about a segment that is no more. */
    public static PositionLost without(SegmentId segment) {
        return new PositionLost(
                "segment " + segment + " was merged or let go since; begin again at a committed cursor");
    }

    public PositionLost(String message) {
        super(message, null, false, false);
    }
}
