package dev.quipu.analysis.trace;

import java.util.Arrays;

/** Time that spans spent themselves, while none of their children was at work. */
public final class SelfTime {

    private SelfTime() {}

    /** Nanoseconds by position in the trace, 0 to the span's duration. */
    public static long[] of(TraceTree tree, Timeline times) {
        long[] self = new long[tree.trace().spans().size()];
        for (int span = 0; span < self.length; span++) {
            self[span] = times.durationNanos(span) - covered(tree, times, span);
        }
        return self;
    }

    private static long covered(TraceTree tree, Timeline times, int span) {
        Integer[] children = new Integer[tree.childCount(span)];
        for (int i = 0; i < children.length; i++) {
            children[i] = tree.child(span, i);
        }
        Arrays.sort(children, (a, b) -> Long.compare(times.start(a), times.start(b)));
        long covered = 0;
        long until = times.start(span);
        for (int child : children) {
            long from = Math.max(until, times.start(child));
            long to = Math.min(times.end(span), times.end(child));
            if (from < to) {
                covered += to - from;
                until = to;
            }
        }
        return covered;
    }
}
