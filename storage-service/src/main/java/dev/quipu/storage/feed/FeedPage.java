package dev.quipu.storage.feed;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.SegmentId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Segments that were committed after a cursor.
 *
 * @param next for the page after this; the same as asked for when there is nothing new
 * @param watermark the segments up to {@code next} hold everything acknowledged before this
 */
public record FeedPage(List<Entry> entries, FeedCursor next, Instant watermark) {
    public FeedPage {
        entries = List.copyOf(entries);
    }

    /** One segment. @param cursor to go on after it @param committedAt when it was stored */
    public record Entry(
            SegmentId id,
            LocalDate day,
            int bucket,
            String tenant,
            Signal signal,
            int level,
            int records,
            long minTimeUnixNano,
            long maxTimeUnixNano,
            long setHash,
            FeedCursor cursor,
            Instant committedAt) {}
}
