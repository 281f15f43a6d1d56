package dev.quipu.analysis.trace;

import dev.quipu.analysis.trace.CallTree.Figures;
import dev.quipu.analysis.trace.CallTree.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Two groups of traces side by side: which calls only one of them makes, and which part of the difference of their mean
 * durations each call is responsible for. The parts are differences of the mean time on the critical path, and add up
 * to the difference of the durations of the traces' main roots.
 *
 * @param lines in the order of a walk through both trees, each before what it calls
 */
public record Comparison(long baseTraces, long otherTraces, List<Line> lines) {

    public Comparison {
        lines = List.copyOf(lines);
    }

    /** Who makes a call. */
    public enum Side {
        BASE,
        OTHER,
        BOTH
    }

    /**
     * One place of the two trees.
     *
     * @param depth 0 for roots
     */
    public record Line(
            int depth, Operation operation, Side side, Figures base, Figures other, double differenceNanos) {}

    /** @param depth of the place below the tops */
    private record Pair(
            int depth,
            @Nullable Operation operation,
            @Nullable Node base,
            @Nullable Node other) {}

    public static Comparison of(CallTree base, CallTree other) {
        List<Line> lines = new ArrayList<>();
        Deque<Pair> open = new ArrayDeque<>();
        open.push(new Pair(-1, null, base.top(), other.top()));
        while (!open.isEmpty()) {
            Pair pair = open.pop();
            if (pair.operation() != null) {
                lines.add(line(pair, pair.operation(), base.traces(), other.traces()));
            }
            below(pair).forEach(open::push);
        }
        return new Comparison(base.traces(), other.traces(), lines);
    }

    /** Last first. */
    private static List<Pair> below(Pair pair) {
        TreeSet<Operation> operations = new TreeSet<>();
        if (pair.base() != null) {
            operations.addAll(pair.base().children().keySet());
        }
        if (pair.other() != null) {
            operations.addAll(pair.other().children().keySet());
        }
        return operations.descendingSet().stream()
                .map(operation -> new Pair(
                        pair.depth() + 1, operation, child(pair.base(), operation), child(pair.other(), operation)))
                .toList();
    }

    private static @Nullable Node child(@Nullable Node node, Operation operation) {
        return node == null ? null : node.children().get(operation);
    }

    private static Line line(Pair pair, Operation operation, long baseTraces, long otherTraces) {
        Figures base = pair.base() == null ? Figures.NONE : pair.base().figures();
        Figures other = pair.other() == null ? Figures.NONE : pair.other().figures();
        Side side = pair.base() == null ? Side.OTHER : pair.other() == null ? Side.BASE : Side.BOTH;
        double difference = mean(other.criticalNanos(), otherTraces) - mean(base.criticalNanos(), baseTraces);
        return new Line(pair.depth(), operation, side, base, other, difference);
    }

    private static double mean(long sum, long traces) {
        return traces == 0 ? 0 : (double) sum / traces;
    }
}
