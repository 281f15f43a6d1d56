package dev.quipu.analysis.trace;

import dev.quipu.model.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Traces laid over each other: spans with the same operations on the way down from the root are one node. What a flame
 * graph draws. Bounded; what is beyond is counted. Not thread-safe.
 */
public final class CallTree {

    private final int maxNodes;
    private final Node root = new Node(null);
    private int nodes;
    private long traces;
    private long spansLeftOut;

    /** @param maxNodes spans that would need more are left out, with all below them */
    public CallTree(int maxNodes) {
        this.maxNodes = maxNodes;
    }

    /**
     * What is known of a node. Divided by the traces of the tree, the times on the critical path of all nodes add up to
     * the traces' mean duration.
     *
     * @param traces that have a span there
     * @param errors spans whose status is an error
     */
    public record Figures(long traces, long spans, long errors, long totalNanos, long selfNanos, long criticalNanos) {

        public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0);

        private Figures plus(Figures other) {
            return new Figures(
                    traces + other.traces,
                    spans + other.spans,
                    errors + other.errors,
                    Nanos.sum(totalNanos, other.totalNanos),
                    Nanos.sum(selfNanos, other.selfNanos),
                    Nanos.sum(criticalNanos, other.criticalNanos));
        }
    }

    /** Spans in one place of the call tree; of the top node there is no operation. */
    public static final class Node {
        private final @Nullable Operation operation;
        private final Map<Operation, Node> children = new TreeMap<>();
        private Figures figures = Figures.NONE;
        private long lastTrace = -1;

        private Node(@Nullable Operation operation) {
            this.operation = operation;
        }

        public Operation operation() {
            if (operation == null) {
                throw new IllegalStateException("the top node has no operation");
            }
            return operation;
        }

        public Figures figures() {
            return figures;
        }

        /** By name. */
        public Map<Operation, Node> children() {
            return children;
        }
    }

    public void add(TraceAnalysis analysis) {
        Trace trace = analysis.trace();
        List<@Nullable Node> placeOf =
                new ArrayList<>(Collections.nCopies(trace.spans().size(), null));
        for (int span : analysis.tree().preOrder()) {
            boolean isRoot = trace.parentKind(span) != Trace.Parent.KNOWN;
            Node parent = isRoot ? root : placeOf.get(trace.parent(span));
            Node place = parent == null ? null : childOf(parent, Operation.of(trace, span));
            placeOf.set(span, place);
            if (place == null) {
                spansLeftOut++;
            } else {
                count(place, analysis, span);
            }
        }
        traces++;
    }

    private @Nullable Node childOf(Node parent, Operation operation) {
        Node child = parent.children.get(operation);
        if (child == null && nodes < maxNodes) {
            child = new Node(operation);
            parent.children.put(operation, child);
            nodes++;
        }
        return child;
    }

    private void count(Node place, TraceAnalysis analysis, int span) {
        boolean isError = analysis.trace().spans().get(span).status().code() == Span.Status.CODE_ERROR;
        place.figures = place.figures.plus(new Figures(
                place.lastTrace == traces ? 0 : 1,
                1,
                isError ? 1 : 0,
                analysis.times().durationNanos(span),
                analysis.selfNanos()[span],
                analysis.criticalNanos()[span]));
        place.lastTrace = traces;
    }

    /** Above the roots of the traces. */
    public Node top() {
        return root;
    }

    public long traces() {
        return traces;
    }

    /** Spans for which there was no node. */
    public long spansLeftOut() {
        return spansLeftOut;
    }
}
