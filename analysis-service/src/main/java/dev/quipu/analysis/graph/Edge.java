package dev.quipu.analysis.graph;

import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.CallNode;
import dev.quipu.model.rollup.RollupCell;
import java.util.Comparator;

/** Calls from one to another, added up. Not thread-safe. */
public final class Edge {

    /** Which calls. */
    public record Key(CallNode caller, CallNode callee, CallKey.Type type) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::caller).thenComparing(Key::callee).thenComparing(Key::type);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        /** The end whose spans count: the callee's, where it has any. */
        CallKey.End countedEnd() {
            return callee.kind() == CallNode.Kind.COMPONENT ? CallKey.End.CALLEE : CallKey.End.CALLER;
        }
    }

    private final CallKey.End countedEnd;
    private final RollupCell seenByCallee = new RollupCell();
    private final RollupCell seenByCaller = new RollupCell();
    private long calls;
    private double weight;
    private long failed;
    private double failedWeight;

    Edge(Key key) {
        this.countedEnd = key.countedEnd();
    }

    void add(CallKey key, RollupCell cell) {
        seenBy(key.seenBy()).add(cell);
        if (key.seenBy() == countedEnd) {
            calls += cell.spans();
            weight += cell.weight();
            failed += key.hasFailed() ? cell.spans() : 0;
            failedWeight += key.hasFailed() ? cell.weight() : 0;
        }
    }

    private RollupCell seenBy(CallKey.End end) {
        return switch (end) {
            case CALLER -> seenByCaller;
            case CALLEE -> seenByCallee;
        };
    }

    /** Durations of the callee's spans. */
    public RollupCell seenByCallee() {
        return seenByCallee;
    }

    /** Durations of the caller's spans. */
    public RollupCell seenByCaller() {
        return seenByCaller;
    }

    /** Those that were seen. */
    public long calls() {
        return calls;
    }

    /** Those that were made, as far as sampling tells. */
    public double weight() {
        return weight;
    }

    long failed() {
        return failed;
    }

    public double failedWeight() {
        return failedWeight;
    }
}
