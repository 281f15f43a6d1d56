package dev.quipu.analysis.client;

import java.time.Instant;
import java.util.List;

/**
 * Spans by time and duration, as storage counts them.
 *
 * @param fromUnixNano where the first step begins
 * @param rows from the shortest durations to the longest
 * @param watermark everything acknowledged before this was counted
 */
public record FoundHeatMap(long fromUnixNano, long stepNanos, int steps, List<Row> rows, Instant watermark) {

    public FoundHeatMap {
        rows = List.copyOf(rows);
    }

    /** Spans whose duration is from the one to before the other. @param counts of each step */
    public record Row(long fromNanos, long toNanos, List<Long> counts) {
        public Row {
            counts = List.copyOf(counts);
        }
    }
}
