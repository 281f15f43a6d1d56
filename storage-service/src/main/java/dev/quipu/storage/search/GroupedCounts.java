package dev.quipu.storage.search;

import dev.quipu.model.query.Grouping;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.RowValues;
import dev.quipu.model.segment.SegmentHead;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Counts all matching rows by time and group; nothing of the time range is left out. */
final class GroupedCounts<R extends RecordRows> implements Ranking<R> {

    /** Groups beyond this many, the first met counting, are counted together. */
    static final int MAX_GROUPS = 200;

    private final RowOrder<R> order;
    private final TimeRange range;
    private final TimeSteps steps;
    private final Grouping grouping;
    private final Map<String, long[]> counts = new HashMap<>();
    private final long[] others;

    GroupedCounts(RowOrder<R> order, TimeSteps steps, Grouping grouping) {
        this.order = order;
        this.range = steps.range();
        this.steps = steps;
        this.grouping = grouping;
        this.others = new long[steps.count()];
    }

    /** Records of each step by group. */
    synchronized Map<String, long[]> counts() {
        return Map.copyOf(counts);
    }

    /** Records of each step whose group is not told apart. */
    synchronized long[] others() {
        return others.clone();
    }

    @Override
    public boolean isSettledAt(long best) {
        return false;
    }

    @Override
    public boolean mayUse(SegmentHead.RowGroup group) {
        return range.overlaps(group);
    }

    @Override
    public Set<ColumnId> columns(SegmentHead head, SegmentHead.RowGroup group) {
        Set<ColumnId> columns = new LinkedHashSet<>(order.timeColumns());
        columns.addAll(grouping.columns(head));
        return columns;
    }

    @Override
    public void offer(Candidate segment, int rowGroup, SegmentHead.RowGroup group, R rows, int[] matches) {
        if (matches.length == 0) {
            return;
        }
        RowValues groups = grouping.of(rows);
        int[] within = new int[matches.length];
        int count = 0;
        for (int row : matches) {
            if (range.contains(rows, row)) {
                within[count++] = row;
            }
        }
        add(rows, Arrays.copyOf(within, count), groups);
    }

    private synchronized void add(R rows, int[] within, RowValues groups) {
        for (int row : within) {
            String group = groups.text(row);
            long[] sums = counts.get(group);
            if (sums == null && counts.size() < MAX_GROUPS) {
                sums = new long[steps.count()];
                counts.put(group, sums);
            }
            (sums == null ? others : sums)[steps.of(rows.timeUnixNano(row))]++;
        }
    }
}
