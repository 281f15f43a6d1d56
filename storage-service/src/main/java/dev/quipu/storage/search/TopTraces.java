package dev.quipu.storage.search;

import dev.quipu.model.TraceId;
import dev.quipu.model.segment.ColumnId;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SpanRows;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The traces whose best matching spans rank highest, without those that earlier pages listed. */
final class TopTraces implements Ranking<SpanRows> {

    private static final int SLACK = 4;

    private final RowOrder<SpanRows> order;
    private final TimeRange range;
    private final int limit;
    private final Set<TraceId> listed;
    private final Map<TraceId, TraceHit> best = new HashMap<>();
    private long floor = Long.MIN_VALUE;

    /** @param listed traces of the pages before */
    TopTraces(RowOrder<SpanRows> order, TimeRange range, int limit, Set<TraceId> listed) {
        this.order = order;
        this.range = range;
        this.limit = limit;
        this.listed = listed;
    }

    /** The best, in order; at most {@code limit}. */
    synchronized List<TraceHit> hits() {
        return best.values().stream()
                .sorted(Comparator.comparing(hit -> hit.position(order)))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized boolean isSettledAt(long rank) {
        return rank < floor;
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
        Map<TraceId, TraceHit> found = new HashMap<>();
        for (int row : matches) {
            if (range.contains(rows, row)) {
                TraceHit hit = new TraceHit(rows.traceId(row), 1, rows.startTimeUnixNano(row), rows.durationNanos(row));
                found.merge(hit.traceId(), hit, (a, b) -> a.plus(b, order));
            }
        }
        found.keySet().removeAll(listed);
        merge(found);
    }

    private synchronized void merge(Map<TraceId, TraceHit> found) {
        found.forEach((trace, hit) -> {
            if (best.containsKey(trace) || hit.position(order).rank() >= floor) {
                best.merge(trace, hit, (a, b) -> a.plus(b, order));
            }
        });
        if (best.size() > SLACK * limit) {
            List<TraceHit> kept = hits();
            best.clear();
            kept.forEach(hit -> best.put(hit.traceId(), hit));
        }
        if (best.size() >= limit) {
            List<TraceHit> kept = hits();
            floor = kept.get(limit - 1).position(order).rank();
        }
    }
}
