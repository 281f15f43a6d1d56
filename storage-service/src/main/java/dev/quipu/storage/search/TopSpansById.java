package dev.quipu.storage.search;

import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SpanNumber;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.model.segment.SpanScan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The best rows in the total order, exactly as many as asked for; reads the ids of every matching row for it. */
final class TopSpansById implements Ranking {

    private final SpanOrder order;
    private final TimeRange range;
    private final int limit;
    private final Optional<SpanPosition> cursor;
    private final TreeMap<SpanPosition, SpanHit> best = new TreeMap<>();

    TopSpansById(SpanOrder order, TimeRange range, int limit, Optional<SpanPosition> cursor) {
        this.order = order;
        this.range = range;
        this.limit = limit;
        this.cursor = cursor;
    }

    synchronized List<SpanHit> hits() {
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
    public Set<ColumnId> columns(SegmentHead.RowGroup group) {
        Set<ColumnId> columns = new LinkedHashSet<>(SpanRows.ORDER_COLUMNS);
        columns.addAll(SpanScan.columns(SpanNumber.SPAN_ID));
        return columns;
    }

    @Override
    public void offer(Candidate segment, int rowGroup, SegmentHead.RowGroup group, SpanRows rows, int[] matches) {
        for (int row : matches) {
            long rank = order.rank(rows, row);
            if (range.containsStartOf(rows, row) && !isSettledAt(rank)) {
                SpanPosition position = new SpanPosition(
                        rank, rows.traceId(row), rows.spanId(row), segment.key().id(), rowGroup, row);
                add(position, new SpanHit(rank, segment, rowGroup, row));
            }
        }
    }

    private synchronized void add(SpanPosition position, SpanHit hit) {
        if (cursor.isPresent() && position.compareTo(cursor.get()) <= 0) {
            return;
        }
        best.put(position, hit);
        if (best.size() > limit) {
            best.pollLastEntry();
        }
    }
}
