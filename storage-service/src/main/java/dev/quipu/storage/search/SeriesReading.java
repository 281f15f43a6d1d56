package dev.quipu.storage.search;

import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.PointRows;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.series.SeriesSelection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Hands on every row group that can hold points of chosen series.
 *
 * @param columns what is read of a segment's groups beside what names series
 * @param each called from several threads at once
 */
record SeriesReading(
        SeriesSelection selection,
        TimeRange range,
        Function<SegmentHead, Set<ColumnId>> columns,
        Consumer<PointRows> each)
        implements Ranking<PointRows> {

    @Override
    public boolean isSettledAt(long best) {
        return false;
    }

    @Override
    public boolean mayUse(SegmentHead.RowGroup group) {
        return range.overlaps(group) && selection.mayMatch(group);
    }

    @Override
    public Set<ColumnId> columns(SegmentHead head, SegmentHead.RowGroup group) {
        Set<ColumnId> all = new LinkedHashSet<>(PointRows.SERIES_COLUMNS);
        all.addAll(columns.apply(head));
        return all;
    }

    @Override
    public void offer(Candidate segment, int rowGroup, SegmentHead.RowGroup group, PointRows rows, int[] matches) {
        each.accept(rows);
    }
}
