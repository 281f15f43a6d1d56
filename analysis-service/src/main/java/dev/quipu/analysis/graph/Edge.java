package dev.quipu.analysis.graph;

import dev.quipu.model.rollup.RollupCell;
import java.util.Comparator;

/** Calls from one to another, added up. Not thread-safe. */
final class Edge {

    /** What is between them. */
    enum Type {
        CALL,
        MESSAGE,
        QUERY
    }

    /** Which calls. */
    record Key(Node caller, Node callee, Type type) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::caller).thenComparing(Key::callee).thenComparing(Key::type);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final RollupCell seenByCallee = new RollupCell();
    private final RollupCell seenByCaller = new RollupCell();
    private long calls;
    private double weight;
    private long failed;
    private double failedWeight;

    /** @param callWeight how many calls it stands for */
    void add(boolean hasFailed, double callWeight) {
        calls++;
        weight += callWeight;
        if (hasFailed) {
            failed++;
            failedWeight += callWeight;
        }
    }

    /** Durations of the callee's spans. */
    RollupCell seenByCallee() {
        return seenByCallee;
    }

    /** Durations of the caller's spans. */
    RollupCell seenByCaller() {
        return seenByCaller;
    }

    long calls() {
        return calls;
    }

    /** Those that were made, as far as sampling tells. */
    double weight() {
        return weight;
    }

    long failed() {
        return failed;
    }

    double failedWeight() {
        return failedWeight;
    }
}
