package dev.quipu.storage.relations;

import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.CallNode;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCell;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whom a component calls, and by whom it is called, all its instances together.
 *
 * @param calls by number of calls, the most first
 * @param calledBy by number of calls, the most first
 */
public record Relations(List<Calls> calls, List<Calls> calledBy) {

    public Relations {
        calls = List.copyOf(calls);
        calledBy = List.copyOf(calledBy);
    }

    /**
     * Calls between a component and one peer, of whatever type.
     *
     * @param calls those that were seen, by their called side where that sends spans
     * @param errors those of them that failed
     */
    public record Calls(CallNode peer, long calls, long errors) {
        private Calls plus(Calls other) {
            return new Calls(peer, calls + other.calls, errors + other.errors);
        }
    }

    /** Of a component in these calls, without those that were taken back. */
    public static Relations of(CallNode component, Rollup<CallKey> known) {
        Map<CallKey, RollupCell> cells = known.byKey();
        Map<CallNode, Calls> calls = new TreeMap<>();
        Map<CallNode, Calls> calledBy = new TreeMap<>();
        cells.forEach((key, cell) -> {
            long left = isCounted(key) ? left(cell, cells.get(key.takenBack())) : 0;
            if (left > 0 && key.caller().equals(component)) {
                add(calls, key.callee(), key, left);
            }
            if (left > 0 && key.callee().equals(component)) {
                add(calledBy, key.caller(), key, left);
            }
        });
        return new Relations(inOrder(calls), inOrder(calledBy));
    }

    /** A call that both ends saw is in two cells. */
    private static boolean isCounted(CallKey key) {
        CallKey.End end = key.callee().kind() == CallNode.Kind.COMPONENT ? CallKey.End.CALLEE : CallKey.End.CALLER;
        return !key.isTakenBack() && key.seenBy() == end;
    }

    private static long left(RollupCell cell, @Nullable RollupCell takenBack) {
        return takenBack == null ? cell.spans() : cell.spans() - takenBack.spans();
    }

    private static void add(Map<CallNode, Calls> calls, CallNode peer, CallKey key, long count) {
        calls.merge(peer, new Calls(peer, count, key.hasFailed() ? count : 0), Calls::plus);
    }

    private static List<Calls> inOrder(Map<CallNode, Calls> calls) {
        return calls.values().stream()
                .sorted(Comparator.comparingLong(Calls::calls).reversed())
                .toList();
    }
}
