package dev.quipu.analysis.trace;

import dev.quipu.analysis.trace.Trace.Parent;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Each span's parent, by the spans' positions in a trace. Linear in the spans, but for ids shared by many spans, where it looks at each sharer. */
public final class Parentage {

    /** Sharers of one id looked at when a parent is chosen among them. */
    private static final int MAX_SHARERS = 16;

    /** In place of a parent's position. */
    public static final int NOBODY = -1;

    private final List<? extends Member> spans;
    private final Map<SpanId, Sharers> byId;
    private final int[] parents;
    private final Parent[] kinds;

    private Parentage(List<? extends Member> spans) {
        this.spans = spans;
        this.byId = new HashMap<>(2 * spans.size());
        this.parents = new int[spans.size()];
        this.kinds = new Parent[spans.size()];
    }

    /** @param spans all of one trace, the earliest start first */
    public static Parentage of(List<? extends Member> spans) {
        Parentage parentage = new Parentage(spans);
        for (int i = 0; i < spans.size(); i++) {
            parentage
                    .byId
                    .computeIfAbsent(spans.get(i).spanId(), id -> new Sharers())
                    .add(i);
        }
        for (int i = 0; i < spans.size(); i++) {
            parentage.findParent(i);
        }
        parentage.breakCycles();
        return parentage;
    }

    /** What is known of a span's parent. */
    public Parent kind(int span) {
        return kinds[span];
    }

    /**
     * The parent's position, for {@link Parent#KNOWN} and {@link Parent#CYCLE}; {@link #NOBODY} otherwise. Where several
     * spans have the parent's id, the one of the same component counts, then the one that received the call.
     */
    public int parent(int span) {
        return parents[span];
    }

    int sharers(int span) {
        Sharers sharers = byId.get(spans.get(span).spanId());
        return sharers == null ? 1 : sharers.count;
    }

    private void findParent(int i) {
        Member span = spans.get(i);
        parents[i] = callerSharingId(i);
        if (parents[i] == NOBODY && span.parentSpanId().isPresent()) {
            parents[i] = choose(i, span.parentSpanId());
        }
        if (parents[i] != NOBODY) {
            kinds[i] = Parent.KNOWN;
        } else if (!span.parentSpanId().isPresent()) {
            kinds[i] = Parent.NONE;
        } else {
            kinds[i] = span.parentSpanId().equals(span.spanId()) ? Parent.ITSELF : Parent.MISSING;
        }
    }

    /** Zipkin's clients and servers share one span id and one parent: there the client span is the server's parent. */
    private int callerSharingId(int i) {
        Member span = spans.get(i);
        Sharers sharers = byId.get(span.spanId());
        if (sharers == null || sharers.count == 1 || !receives(span)) {
            return NOBODY;
        }
        for (int other = 0; other < sharers.held(); other++) {
            Member candidate = spans.get(sharers.first[other]);
            if (sends(candidate) && candidate.parentSpanId().equals(span.parentSpanId())) {
                return sharers.first[other];
            }
        }
        return NOBODY;
    }

    private int choose(int child, SpanId id) {
        Sharers sharers = byId.get(id);
        int best = NOBODY;
        int bestRank = -1;
        for (int other = 0; sharers != null && other < sharers.held(); other++) {
            int candidate = sharers.first[other];
            int rank = rank(child, candidate);
            if (candidate != child && rank > bestRank) {
                best = candidate;
                bestRank = rank;
            }
        }
        return best;
    }

    private int rank(int child, int candidate) {
        int sameComponent =
                spans.get(child).component().equals(spans.get(candidate).component()) ? 2 : 0;
        return sameComponent + (receives(spans.get(candidate)) ? 1 : 0);
    }

    private static boolean receives(Member span) {
        return span.kind() == Span.Kind.SERVER.ordinal() || span.kind() == Span.Kind.CONSUMER.ordinal();
    }

    private static boolean sends(Member span) {
        return span.kind() == Span.Kind.CLIENT.ordinal() || span.kind() == Span.Kind.PRODUCER.ordinal();
    }

    /** Walks each chain of parents once; a chain that meets itself is a cycle. */
    private void breakCycles() {
        int[] walkOf = new int[parents.length];
        for (int start = 0; start < parents.length; start++) {
            int walk = start + 1;
            int at = start;
            while (at != NOBODY && walkOf[at] == 0) {
                walkOf[at] = walk;
                at = parents[at];
            }
            if (at != NOBODY && walkOf[at] == walk) {
                kinds[earliestOfCycle(at)] = Parent.CYCLE;
            }
        }
    }

    private int earliestOfCycle(int member) {
        int earliest = member;
        for (int at = parents[member]; at != member; at = parents[at]) {
            long start = spans.get(at).startTimeUnixNano();
            if (Long.compareUnsigned(start, spans.get(earliest).startTimeUnixNano()) < 0) {
                earliest = at;
            }
        }
        return earliest;
    }

    /** Positions of the spans with one id: how many, and the first few. */
    private static final class Sharers {
        private int[] first = new int[1];
        private int count;

        void add(int span) {
            if (count < MAX_SHARERS) {
                if (count == first.length) {
                    first = Arrays.copyOf(first, 2 * count);
                }
                first[count] = span;
            }
            count++;
        }

        int held() {
            return Math.min(count, MAX_SHARERS);
        }
    }
}
