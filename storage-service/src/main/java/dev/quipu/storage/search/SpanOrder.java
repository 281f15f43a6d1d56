package dev.quipu.storage.search;

import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.NumberField;
import dev.quipu.model.segment.RowScan;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.SpanRows;
import java.util.LinkedHashSet;
import java.util.Set;

/** By what spans are ranked, the greatest first; equals by trace id, then span id, both ascending. */
public enum SpanOrder implements RowOrder<SpanRows> {
    /** By start time. */
    NEWEST(NumberField.START_TIME, "max_time"),
    /** By duration. */
    SLOWEST(NumberField.DURATION, "max_duration");

    private final NumberField number;
    private final String bestRank;

    SpanOrder(NumberField number, String bestRank) {
        this.number = number;
        this.bestRank = bestRank;
    }

    @Override
    public Signal signal() {
        return Signal.TRACES;
    }

    @Override
    public String bestRank() {
        return bestRank;
    }

    @Override
    public long best(SegmentHead.RowGroup group) {
        return this == NEWEST ? group.maxTimeUnixNano() : group.maxDurationNanos();
    }

    @Override
    public long rank(SpanRows rows, int row) {
        return this == NEWEST ? rows.startTimeUnixNano(row) : rows.durationNanos(row);
    }

    @Override
    public Set<ColumnId> columns() {
        return RowScan.columns(number);
    }

    @Override
    public Set<ColumnId> timeColumns() {
        return RowScan.columns(NumberField.START_TIME);
    }

    @Override
    public Position.Identity identity(SpanRows rows, int row) {
        TraceId trace = rows.traceId(row);
        return new Position.Identity(trace.high(), trace.low(), rows.spanId(row).value());
    }

    @Override
    public Set<ColumnId> identityColumns() {
        Set<ColumnId> columns = new LinkedHashSet<>(SpanRows.ORDER_COLUMNS);
        columns.addAll(RowScan.columns(NumberField.SPAN_ID));
        return columns;
    }

    @Override
    public SpanRows open(SegmentReader reader, int rowGroup) {
        return reader.rowGroup(rowGroup);
    }
}
