package dev.quipu.model.segment;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the records of the requests of a batch: of each request how many were offered and rejected, of all together
 * how many were rejected by resource and reason, for the ledger.
 */
final class IntakeTally {

    /** A cell of the ledger's count. */
    record Cell(int resource, RejectReason reason) {}

    private final Map<Cell, Integer> total = new HashMap<>();
    private final Map<Cell, Integer> ofRequest = new HashMap<>();
    private int offered;

    /** Starts a request. */
    void begin() {
        ofRequest.clear();
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

    /** Of all requests. */
    Map<Cell, Integer> total() {
        return Map.copyOf(total);
    }
}
