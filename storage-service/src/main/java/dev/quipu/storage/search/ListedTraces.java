package dev.quipu.storage.search;

import dev.quipu.model.TraceId;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SpanRows;
import java.util.HashSet;
import java.util.Set;

/** Which traces the pages up to a cursor listed: those with a matching span that ranks no lower than it. */
final class ListedTraces implements Ranking<SpanRows> {

    /** More would cost too much memory; nobody pages so far. */
    static final int MAX = 200_000;

    private final RowOrder<SpanRows> order;
    private final TimeRange range;
    private final Position cursor;
    private final Set<TraceId> listed = new HashSet<>();

    ListedTraces(RowOrder<SpanRows> order, TimeRange range, Position cursor) {
        this.order = order;
        this.range = range;
        this.cursor = cursor;
    }

    synchronized Set<TraceId> traces() {
        return Set.copyOf(listed);
    }

    @Override
    public boolean isSettledAt(long best) {
        return best < cursor.rank();
    }

    @Override
    public boolean mayUse(SegmentHead.RowGroup group) {
        return range.overlaps(group) && !isSettledAt(order.best(group));
    }

    @Override
    public Set<ColumnId> columns(SegmentHead head, SegmentHead.RowGroup group) {
        return SpanRows.ORDER_COLUMNS;
    }

    @Override
    public void offer(Candidate segment, int rowGroup, SegmentHead.RowGroup group, SpanRows rows, int[] matches) {
        Set<TraceId> found = new HashSet<>();
        for (int row : matches) {
            if (order.rank(rows, row) >= cursor.rank() && range.contains(rows, row)) {
                TraceHit hit = new TraceHit(rows.traceId(row), 1, rows.startTimeUnixNano(row), rows.durationNanos(row));
                if (hit.position(order).compareTo(cursor) <= 0) {
                    found.add(hit.traceId());
                }
            }
        }
        addAll(found);
    }

    private synchronized void addAll(Set<TraceId> found) {
        listed.addAll(found);
        if (listed.size() > MAX) {
            throw new IllegalArgumentException(
                    "cursor: expected at most " + MAX + " traces before it, got more; narrow the time range");
        }
    }
}
