package dev.quipu.storage.search;

import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.SegmentHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes every matching row until there are enough. */
final class AnyRows<R extends RecordRows> implements Ranking<R> {

    private final RowOrder<R> order;
    private final int limit;
    private final List<RowHit> hits = new ArrayList<>();

    AnyRows(RowOrder<R> order, int limit) {
        this.order = order;
        this.limit = limit;
    }

    synchronized List<RowHit> hits() {
        return List.copyOf(hits);
    }

    @Override
    public synchronized boolean isSettledAt(long best) {
        return hits.size() >= limit;
    }

    @Override
    public boolean mayUse(SegmentHead.RowGroup group) {
        return !isSettledAt(0);
    }

    @Override
    public Set<ColumnId> columns(SegmentHead head, SegmentHead.RowGroup group) {
        return order.columns();
    }

    @Override
    public synchronized void offer(Candidate segment, int rowGroup, SegmentHead.RowGroup group, R rows, int[] matches) {
        for (int i = 0; i < matches.length && hits.size() < limit; i++) {
            hits.add(new RowHit(order.rank(rows, matches[i]), segment, rowGroup, matches[i]));
        }
    }
}
