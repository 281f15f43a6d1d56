package dev.quipu.storage.search;

import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SpanRows;
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
final class TopSpans implements Ranking {

    /** More rows of one rank than this are not held: {@link TooManyTies}. */
    static final int MAX_TIES = 50_000;

    private final SpanOrder order;
    private final TimeRange range;
    private final int limit;
    private final OptionalLong cursorRank;
    private final TreeMap<Long, List<SpanHit>> byRank = new TreeMap<>();
    private final List<SpanHit> atCursor = new ArrayList<>();
    private int size;

    /** @param cursor where the page before ended */
    TopSpans(SpanOrder order, TimeRange range, int limit, Optional<SpanPosition> cursor) {
        this.order = order;
        this.range = range;
        this.limit = limit;
        this.cursorRank =
                cursor.map(position -> OptionalLong.of(position.rank())).orElse(OptionalLong.empty());
    }

    /** The best rows and those of equal rank; at least {@code limit} when there are so many. */
    synchronized List<SpanHit> hits() {
        List<SpanHit> hits = new ArrayList<>(atCursor);
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
    public Set<ColumnId> columns(SegmentHead.RowGroup group) {
        Set<ColumnId> columns = new LinkedHashSet<>(order.columns());
        if (!range.containsAll(group)) {
            columns.addAll(TimeRange.columns());
        }
        return columns;
    }

    @Override
    public void offer(Candidate segment, int rowGroup, SegmentHead.RowGroup group, SpanRows rows, int[] matches) {
        boolean isWithin = range.containsAll(group);
        for (int row : matches) {
            if (isWithin || range.containsStartOf(rows, row)) {
                add(new SpanHit(order.rank(rows, row), segment, rowGroup, row));
            }
        }
    }

    private synchronized void add(SpanHit hit) {
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
        Map.Entry<Long, List<SpanHit>> last = byRank.firstEntry();
        while (size - last.getValue().size() >= limit) {
            size -= last.getValue().size();
            byRank.pollFirstEntry();
            last = byRank.firstEntry();
        }
    }

    private static void hold(List<SpanHit> hits, SpanHit hit) {
        if (hits.size() >= MAX_TIES) {
            throw new TooManyTies();
        }
        hits.add(hit);
    }

    /** So many rows share a rank that their ids have to be read to choose among them: see {@link TopSpansById}. */
    static final class TooManyTies extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooManyTies() {
            super(null, null, false, false);
        }
    }
}
