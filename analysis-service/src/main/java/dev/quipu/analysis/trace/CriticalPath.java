package dev.quipu.analysis.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * What the duration of a span was spent on: going back from its end, always the child that ended last before, and the
 * span itself where no child was waited for (Zhang et al., "CRISP: Critical Path Analysis of Large-Scale Microservice
 * Architectures", USENIX ATC 2022). The sections cover the span without a gap and without an overlap, so that their
 * durations add up to its own. Immutable.
 *
 * <p>Children may overlap by a hundredth of their parent's duration and still count as one after the other: clocks are
 * not more exact than that. The earlier one is then cut where the later one began.
 *
 * @param root position of the span whose duration is explained
 * @param sections latest last; none when the span has no duration
 */
public record CriticalPath(int root, List<Section> sections) {

    private static final int OVERLAP_ALLOWED_ONE_IN = 100;

    public CriticalPath {
        sections = List.copyOf(sections);
    }

    /**
     * Time that a span was at work itself while all those above it waited.
     *
     * @param span position in the trace
     * @param fromNanos after the trace's earliest reported start
     * @param toNanos after {@code fromNanos}
     */
    public record Section(int span, long fromNanos, long toNanos) {
        public long durationNanos() {
            return toNanos - fromNanos;
        }
    }

    /** Of any span; iterative, and by the logarithm more than linear in the spans below it. */
    public static CriticalPath of(TraceTree tree, Timeline times, int root) {
        Walk walk = new Walk(tree, times);
        walk.from(root);
        Collections.reverse(walk.backwards);
        return new CriticalPath(root, walk.backwards);
    }

    /** Nanoseconds by position in the trace; 0 for spans off the path. */
    public long[] nanosBySpan(int spans) {
        long[] nanos = new long[spans];
        sections.forEach(section -> nanos[section.span()] += section.durationNanos());
        return nanos;
    }

    /** Goes back in time; a frame is a span of which a part is still to be explained. */
    private static final class Walk {
        private final TraceTree tree;
        private final Timeline times;
        private final Deque<Frame> frames = new ArrayDeque<>();
        private final List<Section> backwards = new ArrayList<>();

        Walk(TraceTree tree, Timeline times) {
            this.tree = tree;
            this.times = times;
        }

        void from(int root) {
            push(root, times.start(root), times.end(root));
            while (!frames.isEmpty()) {
                Frame frame = frames.peek();
                int child = frame.nextBefore();
                if (child < 0) {
                    add(frame.span, frame.from, frame.cursor);
                    frames.pop();
                } else {
                    long end = Math.min(times.end(child), frame.cursor);
                    long start = Math.max(times.start(child), frame.from);
                    add(frame.span, end, frame.cursor);
                    frame.cursor = start;
                    push(child, start, end);
                }
            }
        }

        private void push(int span, long from, long to) {
            frames.push(new Frame(span, from, to, latestFirst(span, to)));
        }

        private void add(int span, long from, long to) {
            if (from < to) {
                backwards.add(new Section(span, from, to));
            }
        }

        private int[] latestFirst(int span, long to) {
            int count = tree.childCount(span);
            List<Integer> awaited = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int child = tree.child(span, i);
                if (times.durationNanos(child) > 0 && Waiting.isAwaited(tree.trace(), times, span, child)) {
                    awaited.add(child);
                }
            }
            awaited.sort(Comparator.comparingLong((Integer child) -> Math.min(times.end(child), to))
                    .reversed()
                    .thenComparingLong(times::start)
                    .thenComparingInt(child -> child));
            return awaited.stream().mapToInt(Integer::intValue).toArray();
        }

        /** One span between two times, explained from {@code cursor} on. */
        private final class Frame {
            private final int span;
            private final long from;
            private final long to;
            private final int[] children;
            private final long allowedOverlap;
            private int next;
            private long cursor;

            Frame(int span, long from, long to, int[] children) {
                this.span = span;
                this.from = from;
                this.to = to;
                this.cursor = to;
                this.children = children;
                this.allowedOverlap = times.durationNanos(span) / OVERLAP_ALLOWED_ONE_IN;
            }

            /**
             * The child that ended last before what is explained, and began within; -1 when there is none. At first
             * that is also one that is cut with its parent, however long it goes on.
             */
            int nextBefore() {
                while (next < children.length) {
                    int child = children[next++];
                    boolean isBefore = cursor == to || times.end(child) - allowedOverlap <= cursor;
                    if (isBefore && times.start(child) < cursor && times.end(child) > from) {
                        return child;
                    }
                }
                return -1;
            }
        }
    }
}
