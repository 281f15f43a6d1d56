package dev.quipu.storage.search;

import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.SegmentHead;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Of the matching rows those that rank highest, any among equals, and how many there are. What cannot be among the
 * highest is not read: then there may be more than were counted.
 */
final class LatestRows<R extends RecordRows> implements Ranking<R> {

    private final RowOrder<R> order;
    private final int limit;
    private final PriorityQueue<RowHit> hits = new PriorityQueue<>(Comparator.comparingLong(RowHit::rank));
    private long matched;
    private boolean isExact = true;

    LatestRows(RowOrder<R> order, int limit) {
        this.order = order;
        this.limit = limit;
    }

    /** The highest first. */
    synchronized List<RowHit> hits() {
        return hits.stream()
                .sorted(Comparator.comparingLong(RowHit::rank).reversed())
                .toList();
    }

    /** Rows that were found to match. */
    synchronized long matched() {
        return matched;
    }

    /** Whether all that match were found. */
    synchronized boolean isExact() {
        return isExact;
    }

    @Override
    public synchronized boolean isSettledAt(long best) {
        boolean isSettled = hits.size() >= limit && best <= hits.element().rank();
        isExact &= !isSettled;
        return isSettled;
    }

    @Override
    public boolean mayUse(SegmentHead.RowGroup group) {
        return !isSettledAt(order.best(group));
    }

    @Override
    public Set<ColumnId> columns(SegmentHead head, SegmentHead.RowGroup group) {
        return order.columns();
    }

    @Override
    public synchronized void offer(Candidate segment, int rowGroup, SegmentHead.RowGroup group, R rows, int[] matches) {
        matched += matches.length;
        for (int row : matches) {
            hits.add(new RowHit(order.rank(rows, row), segment, rowGroup, row));
            if (hits.size() > limit) {
                hits.remove();
            }
        }
    }
}
