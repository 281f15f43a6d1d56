package dev.quipu.storage.search;

import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.NumberField;
import dev.quipu.model.segment.RowScan;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SpanRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts all matching spans by time and duration. */
final class DurationCounts implements Ranking<SpanRows> {

    private final TimeSteps steps;
    private final TreeMap<Integer, long[]> counts = new TreeMap<>();

    DurationCounts(TimeSteps steps) {
        this.steps = steps;
    }

    @Override
    public boolean isSettledAt(long best) {
        return false;
    }

    @Override
    public boolean mayUse(SegmentHead.RowGroup group) {
        return steps.range().overlaps(group);
    }

    @Override
    public Set<ColumnId> columns(SegmentHead head, SegmentHead.RowGroup group) {
        Set<ColumnId> columns = new LinkedHashSet<>(RowScan.columns(NumberField.START_TIME));
        columns.addAll(RowScan.columns(NumberField.DURATION));
        return columns;
    }

    @Override
    public void offer(Candidate segment, int rowGroup, SegmentHead.RowGroup group, SpanRows rows, int[] matches) {
        SortedMap<Integer, long[]> found = new TreeMap<>();
        for (int row : matches) {
            if (steps.range().contains(rows, row)) {
                int bucket = DurationBuckets.of(rows.durationNanos(row));
                found.computeIfAbsent(bucket, unseen -> new long[steps.count()])[steps.of(rows.timeUnixNano(row))]++;
            }
        }
        add(found);
    }

    private synchronized void add(SortedMap<Integer, long[]> found) {
        found.forEach((bucket, more) -> {
            long[] sums = counts.computeIfAbsent(bucket, unseen -> new long[steps.count()]);
            for (int step = 0; step < sums.length; step++) {
                sums[step] += more[step];
            }
        });
    }

    /** From the shortest to the longest. */
    synchronized List<HeatMap.Row> rows() {
        List<HeatMap.Row> rows = new ArrayList<>();
        if (!counts.isEmpty()) {
            for (int bucket = counts.firstKey(); bucket <= counts.lastKey(); bucket++) {
                rows.add(new HeatMap.Row(
                        DurationBuckets.lowerNanos(bucket),
                        DurationBuckets.upperNanos(bucket),
                        Arrays.stream(counts.getOrDefault(bucket, new long[steps.count()]))
                                .boxed()
                                .toList()));
            }
        }
        return rows;
    }
}
