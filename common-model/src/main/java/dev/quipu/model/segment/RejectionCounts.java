package dev.quipu.model.segment;

import java.util.HashMap;
import java.util.Map;

/** How many records of which resource were rejected why; what one request added can be taken back. */
final class RejectionCounts {

    /** A cell of the count. */
    record Cell(int resource, RejectReason reason) {}

    private final Map<Cell, Integer> total = new HashMap<>();
    private final Map<Cell, Integer> ofRequest = new HashMap<>();

    void begin() {
        ofRequest.clear();
    }

    void add(int resource, RejectReason reason) {
        Cell cell = new Cell(resource, reason);
        total.merge(cell, 1, Integer::sum);
        ofRequest.merge(cell, 1, Integer::sum);
    }

    void rollback() {
        ofRequest.forEach((cell, count) ->
                total.computeIfPresent(cell, (same, sum) -> sum.equals(count) ? null : Integer.valueOf(sum - count)));
        ofRequest.clear();
    }

    Map<Cell, Integer> total() {
        return Map.copyOf(total);
    }
}
