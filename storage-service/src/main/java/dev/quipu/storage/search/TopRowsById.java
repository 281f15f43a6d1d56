package dev.quipu.storage.search;

import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.SegmentHead;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The best rows in the total order, exactly as many as asked for; reads the ids of every matching row for it. */
final class TopRowsById<R extends RecordRows> implements Ranking<R> {

    private final RowOrder<R> order;
    private final TimeRange range;
    private final int limit;
    private final Optional<Position> cursor;
    private final TreeMap<Position, RowHit> best = new TreeMap<>();

    TopRowsById(RowOrder<R> order, TimeRange range, int limit, Optional<Position> cursor) {
        this.order = order;
        this.range = range;
        this.limit = limit;
        this.cursor = cursor;
    }

    synchronized List<RowHit> hits() {
        return new ArrayList<>(best.values());
    }

    @Override
    public synchronized boolean isSettledAt(long rank) {
        return best.size() >= limit && rank < best.lastKey().rank();
    }

    @Override
    public boolean mayUse(SegmentHead.RowGroup group) {
        return range.overlaps(group) && !isSettledAt(order.best(group));
    }

    @Override
    public Set<ColumnId> columns(SegmentHead head, SegmentHead.RowGroup group) {
        Set<ColumnId> columns = new LinkedHashSet<>(order.columns());
        columns.addAll(order.timeColumns());
        columns.addAll(order.identityColumns());
        return columns;
    }

    @Override
    public void offer(Candidate segment, int rowGroup, SegmentHead.RowGroup group, R rows, int[] matches) {
        for (int row : matches) {
            long rank = order.rank(rows, row);
            if (range.contains(rows, row) && !isSettledAt(rank)) {
                RowHit hit = new RowHit(rank, segment, rowGroup, row);
                add(order.position(rows, row, hit), hit);
            }
        }
    }

    private synchronized void add(Position position, RowHit hit) {
        if (cursor.isPresent() && position.compareTo(cursor.get()) <= 0) {
            return;
        }
        best.put(position, hit);
        if (best.size() > limit) {
            best.pollLastEntry();
        }
    }
}
