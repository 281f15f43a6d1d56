package dev.quipu.storage.search;

import java.util.Arrays;

/**
 * Counts spans that are named as parents and are not there. Spans may come in any order, those of one trace in several
 * pieces. A span is told by 64 bits of a hash over its trace id and its own id: among five million of them that two
 * share one is less likely than one in a million. Holds 8 bytes for each span and for each parent named, in arrays that
 * are sorted at the end. Thread-safe.
 */
final class OrphanSpans {

    private static final long[] NONE = new long[0];

    private final int oneIn;
    private final int maxSpans;
    private long[] seen = NONE;
    private int seenCount;
    private long[] parents = NONE;
    private int parentCount;
    private boolean isFull;

    /**
     * @param oneIn looks at one in so many traces, chosen by a hash of their ids; 1: at all
     * @param maxSpans that are held at most
     */
    OrphanSpans(int oneIn, int maxSpans) {
        this.oneIn = oneIn;
        this.maxSpans = maxSpans;
    }

    /** Spans that are added at once. Not thread-safe. */
    final class Batch {
        private final long[] spans;
        private final long[] named;
        private int spanCount;
        private int namedCount;

        Batch(int most) {
            spans = new long[most];
            named = new long[most];
        }

        /**
         * Takes one span.
         *
         * @param parentSpanId 0 of a root
         * @param isCounted whether its parent counts when it is missing; if not, the span can only be a parent
         */
        void add(long traceIdHigh, long traceIdLow, long spanId, long parentSpanId, boolean isCounted) {
            long trace = mixed(mixed(traceIdHigh) + traceIdLow);
            if (Long.remainderUnsigned(trace, oneIn) != 0) {
                return;
            }
            spans[spanCount++] = mixed(trace ^ mixed(spanId));
            if (isCounted && parentSpanId != 0) {
                named[namedCount++] = mixed(trace ^ mixed(parentSpanId));
            }
        }
    }

    synchronized void add(Batch batch) {
        if (isFull || (long) seenCount + batch.spanCount > maxSpans) {
            isFull = true;
            seen = NONE;
            parents = NONE;
            return;
        }
        seen = withRoom(seen, seenCount + batch.spanCount);
        System.arraycopy(batch.spans, 0, seen, seenCount, batch.spanCount);
        seenCount += batch.spanCount;
        parents = withRoom(parents, parentCount + batch.namedCount);
        System.arraycopy(batch.named, 0, parents, parentCount, batch.namedCount);
        parentCount += batch.namedCount;
    }

    private long[] withRoom(long[] array, int size) {
        return size <= array.length
                ? array
                : Arrays.copyOf(array, (int) Math.min(maxSpans, Math.max(size, array.length * 3L / 2)));
    }

    /** Whether there were more spans than can be held; then there is no count. */
    synchronized boolean isFull() {
        return isFull;
    }

    /** How many different spans are missing, among the traces looked at. To be called once, after all was added. */
    synchronized long count() {
        Arrays.sort(seen, 0, seenCount);
        Arrays.sort(parents, 0, parentCount);
        long missing = 0;
        int at = 0;
        for (int i = 0; i < parentCount; i++) {
            if (i > 0 && parents[i] == parents[i - 1]) {
                continue;
            }
            while (at < seenCount && seen[at] < parents[i]) {
                at++;
            }
            missing += at == seenCount || seen[at] != parents[i] ? 1 : 0;
        }
        return missing;
    }

    /** The finalizer of SplitMix64: one to one, and every bit depends on all. */
    private static long mixed(long value) {
        long mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
