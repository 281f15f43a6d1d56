package dev.quipu.storage.search;

import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SpanNumber;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.model.segment.SpanScan;
import dev.quipu.model.segment.SpanSummary;
import java.util.Set;

/** By what results are ranked, the greatest first; equals by trace id, then span id, both ascending. */
public enum SpanOrder {
    /** By start time. */
    NEWEST(SpanNumber.START_TIME, "max_time"),
    /** By duration. */
    SLOWEST(SpanNumber.DURATION, "max_duration");

    private final SpanNumber number;
    private final String bestColumn;

    SpanOrder(SpanNumber number, String bestColumn) {
        this.number = number;
        this.bestColumn = bestColumn;
    }

    /** The column of the segment's row that holds its best rank. */
    String bestColumn() {
        return bestColumn;
    }

    /** The columns that {@link #rank} reads. */
    Set<ColumnId> columns() {
        return SpanScan.columns(number);
    }

    long rank(SpanRows rows, int row) {
        return this == NEWEST ? rows.startTimeUnixNano(row) : rows.durationNanos(row);
    }

    long rank(SpanSummary span) {
        return this == NEWEST ? span.startTimeUnixNano() : span.durationNanos();
    }

    /** No row of the group ranks above this. */
    long best(SegmentHead.RowGroup group) {
        return this == NEWEST ? group.maxTimeUnixNano() : group.maxDurationNanos();
    }
}
