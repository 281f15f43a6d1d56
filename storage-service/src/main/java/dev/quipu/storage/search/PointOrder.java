package dev.quipu.storage.search;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.PointRows;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SegmentReader;
import java.util.Set;

/** Points by time, the newest first. They are read series by series, never page by page. */
enum PointOrder implements RowOrder<PointRows> {
    NEWEST;

    @Override
    public Signal signal() {
        return Signal.METRICS;
    }

    @Override
    public String bestRank() {
        return "max_time";
    }

    @Override
    public long best(SegmentHead.RowGroup group) {
        return group.maxTimeUnixNano();
    }

    @Override
    public long rank(PointRows rows, int row) {
        return rows.timeUnixNano(row);
    }

    @Override
    public Set<ColumnId> columns() {
        return PointRows.TIME_COLUMNS;
    }

    @Override
    public Set<ColumnId> timeColumns() {
        return PointRows.TIME_COLUMNS;
    }

    @Override
    public Position.Identity identity(PointRows rows, int row) {
        return new Position.Identity(0, 0, 0);
    }

    @Override
    public Set<ColumnId> identityColumns() {
        return Set.of();
    }

    @Override
    public PointRows open(SegmentReader reader, int rowGroup) {
        return reader.points(rowGroup);
    }
}
