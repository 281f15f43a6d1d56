package dev.quipu.model.segment;

import dev.quipu.model.TraceId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the records of the requests of a batch: of each request how many were offered and rejected, of all together
 * how many were rejected by resource and reason, for the ledger.
 */
final class IntakeTally {

    private static final int MAX_TRACES = 100;

    /** A cell of the ledger's count. */
    record Cell(int resource, RejectReason reason) {}

    private final Map<Cell, Integer> total = new HashMap<>();
    private final Map<Cell, Integer> ofRequest = new HashMap<>();
    private final Map<TraceCell, Integer> tracesOfRequest = new LinkedHashMap<>();
    private int offered;

    private record TraceCell(TraceId traceId, RejectReason reason) {}

    /** Starts a request. */
    void begin() {
        ofRequest.clear();
        tracesOfRequest.clear();
        offered = 0;
    }

    void offer() {
        offered++;
    }

    void reject(int resource, RejectReason reason) {
        Cell cell = new Cell(resource, reason);
        total.merge(cell, 1, Integer::sum);
        ofRequest.merge(cell, 1, Integer::sum);
    }

    /** Notes whose trace a rejected record was of; of the first traces of a request only. */
    void rejectOfTrace(TraceId traceId, RejectReason reason) {
        TraceCell cell = new TraceCell(traceId, reason);
        if (tracesOfRequest.size() < MAX_TRACES || tracesOfRequest.containsKey(cell)) {
            tracesOfRequest.merge(cell, 1, Integer::sum);
        }
    }

    /** Takes back what the request's rejections added to the total, because nothing of it is kept. */
    void rollback() {
        ofRequest.forEach((cell, count) ->
                total.computeIfPresent(cell, (same, sum) -> sum.equals(count) ? null : Integer.valueOf(sum - count)));
        ofRequest.clear();
    }

    /** Of the request. */
    int offered() {
        return offered;
    }

    /** Of the request. */
    Map<RejectReason, Integer> rejected() {
        Map<RejectReason, Integer> rejected = new EnumMap<>(RejectReason.class);
        ofRequest.forEach((cell, count) -> rejected.merge(cell.reason(), count, Integer::sum));
        return rejected;
    }

    /** Of the request. */
    List<RequestReading.RejectedTrace> rejectedTraces() {
        return tracesOfRequest.entrySet().stream()
                .map(entry -> new RequestReading.RejectedTrace(
                        entry.getKey().traceId(), entry.getKey().reason(), entry.getValue()))
                .toList();
    }

    /** Of all requests. */
    Map<Cell, Integer> total() {
        return Map.copyOf(total);
    }
}
