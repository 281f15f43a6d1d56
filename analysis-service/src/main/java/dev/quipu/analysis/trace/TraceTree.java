package dev.quipu.analysis.trace;

import java.util.Arrays;

/**
 * Who called whom in a trace. A span whose parent is not known, or who ends a cycle, is a root. Spans are named by
 * their position in {@link Trace#spans()}; children come earliest start first. Immutable; linear in the spans.
 */
public final class TraceTree {

    private static final int NOBODY = -1;

    private final Trace trace;
    private final int[] roots;
    private final int[] firstChild;
    private final int[] children;
    private final int[] preOrder;

    private TraceTree(Trace trace) {
        this.trace = trace;
        int size = trace.spans().size();
        int[] parents = new int[size];
        int[] starts = new int[size + 1];
        int rootCount = 0;
        for (int span = 0; span < size; span++) {
            parents[span] = trace.parentKind(span) == Trace.Parent.KNOWN ? trace.parent(span) : NOBODY;
            if (parents[span] == NOBODY) {
                rootCount++;
            } else {
                starts[parents[span] + 1]++;
            }
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        this.firstChild = starts;
        this.roots = new int[rootCount];
        this.children = new int[size - rootCount];
        fill(parents);
        this.preOrder = ordered(size);
    }

    public static TraceTree of(Trace trace) {
        return new TraceTree(trace);
    }

    private void fill(int[] parents) {
        int[] next = Arrays.copyOf(firstChild, parents.length);
        int root = 0;
        for (int span = 0; span < parents.length; span++) {
            if (parents[span] == NOBODY) {
                roots[root++] = span;
            } else {
                children[next[parents[span]]++] = span;
            }
        }
    }

    private int[] ordered(int size) {
        int[] order = new int[size];
        int[] stack = new int[size];
        int count = 0;
        int depth = 0;
        for (int root = roots.length - 1; root >= 0; root--) {
            stack[depth++] = roots[root];
        }
        while (depth > 0) {
            int span = stack[--depth];
            order[count++] = span;
            for (int child = firstChild[span + 1] - 1; child >= firstChild[span]; child--) {
                stack[depth++] = children[child];
            }
        }
        return order;
    }

    public Trace trace() {
        return trace;
    }

    /** At least one; earliest start first. */
    public int[] roots() {
        return roots.clone();
    }

    /**
     * The root that the trace is read from: the earliest that names no parent; when all name one, the earliest of all.
     */
    public int mainRoot() {
        for (int root : roots) {
            if (trace.parentKind(root) == Trace.Parent.NONE) {
                return root;
            }
        }
        return roots[0];
    }

    public int childCount(int span) {
        return firstChild[span + 1] - firstChild[span];
    }

    /** @param number from 0, earliest start first */
    public int child(int span, int number) {
        return children[firstChild[span] + number];
    }

    /** All spans, each before its children, and after it all of its descendants before anybody else. */
    public int[] preOrder() {
        return preOrder.clone();
    }
}
