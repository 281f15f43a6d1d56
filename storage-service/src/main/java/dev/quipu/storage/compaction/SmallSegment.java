package dev.quipu.storage.compaction;

import dev.quipu.storage.segments.SegmentKey;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A segment that could be merged with its neighbours.
 *
 * @param bytes encoded
 * @param feedFirst the place in the feed of its first records
 * @param feedLast the place in the feed of its last records, and its own
 */
record SmallSegment(
        SegmentKey key, Group group, int records, long bytes, long feedFirst, long feedLast, Instant committedAt) {

    /** Only segments of one group are merged with each other. */
    record Group(String tenant, int signal, LocalDate day, int bucket, int level) {}
}
