package dev.quipu.storage.search;

import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.model.segment.SegmentHead;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rows of the best ranks: as many as asked for, and all that share the last of their ranks, since only ids can
 * tell those apart and ids are expensive to read. Rows at the cursor's own rank are kept beside, for the same reason.
 */
final class TopRows<R extends RecordRows> implements Ranking<R> {

    /** More rows of one rank than this are not held: {@link TooManyTies}. */
    static final int MAX_TIES = 50_000;

    private final RowOrder<R> order;
    private final TimeRange range;
    private final int limit;
    private final OptionalLong cursorRank;
    private final TreeMap<Long, List<RowHit>> byRank = new TreeMap<>();
    private final List<RowHit> atCursor = new ArrayList<>();
    private int size;

    /** @param cursor where the page before ended */
    TopRows(RowOrder<R> order, TimeRange range, int limit, Optional<Position> cursor) {
        this.order = order;
        this.range = range;
        this.limit = limit;
        this.cursorRank =
                cursor.map(position -> OptionalLong.of(position.rank())).orElse(OptionalLong.empty());
    }

    /** The best rows and those of equal rank; at least {@code limit} when there are so many. */
    synchronized List<RowHit> hits() {
        List<RowHit> hits = new ArrayList<>(atCursor);
        byRank.values().forEach(hits::addAll);
        return hits;
    }

    @Override
    public synchronized boolean isSettledAt(long best) {
        return size >= limit && best < byRank.firstKey();
    }

    @Override
    public boolean mayUse(SegmentHead.RowGroup group) {
        return range.overlaps(group) && !isSettledAt(order.best(group));
    }

    @Override
    public Set<ColumnId> columns(SegmentHead head, SegmentHead.RowGroup group) {
        Set<ColumnId> columns = new LinkedHashSet<>(order.columns());
        if (!range.containsAll(group)) {
            columns.addAll(order.timeColumns());
        }
        return columns;
    }

    @Override
    public void offer(Candidate segment, int rowGroup, SegmentHead.RowGroup group, R rows, int[] matches) {
        boolean isWithin = range.containsAll(group);
        for (int row : matches) {
            if (isWithin || range.contains(rows, row)) {
                add(new RowHit(order.rank(rows, row), segment, rowGroup, row));
            }
        }
    }

    private synchronized void add(RowHit hit) {
        if (cursorRank.isPresent() && hit.rank() >= cursorRank.getAsLong()) {
            if (hit.rank() == cursorRank.getAsLong()) {
                hold(atCursor, hit);
            }
            return;
        }
        if (isSettledAt(hit.rank())) {
            return;
        }
        hold(byRank.computeIfAbsent(hit.rank(), rank -> new ArrayList<>(1)), hit);
        size++;
        Map.Entry<Long, List<RowHit>> last = byRank.firstEntry();
        while (size - last.getValue().size() >= limit) {
            size -= last.getValue().size();
            byRank.pollFirstEntry();
            last = byRank.firstEntry();
        }
    }

    private static void hold(List<RowHit> hits, RowHit hit) {
        if (hits.size() >= MAX_TIES) {
            throw new TooManyTies();
        }
        hits.add(hit);
    }

    /** So many rows share a rank that their ids have to be read to choose among them: see {@link TopRowsById}. */
    static final class TooManyTies extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooManyTies() {
            super(null, null, false, false);
        }
    }
}
