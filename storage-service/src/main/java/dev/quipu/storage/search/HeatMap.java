package dev.quipu.storage.search;

import java.time.Instant;
import java.util.List;

/**
 * How many spans there are by time and duration.
 *
 * @param rows from the shortest durations to the longest, also those between without a span
 * @param watermark everything acknowledged before this was counted
 */
public record HeatMap(TimeSteps steps, List<Row> rows, Instant watermark, Scanned scanned) {

    public HeatMap {
        rows = List.copyOf(rows);
    }

    /**
     * Spans of about one duration.
     *
     * @param fromNanos shortest of them
     * @param toNanos all are shorter
     * @param counts of each step
     */
    public record Row(long fromNanos, long toNanos, List<Long> counts) {
        public Row {
            counts = List.copyOf(counts);
        }
    }
}
