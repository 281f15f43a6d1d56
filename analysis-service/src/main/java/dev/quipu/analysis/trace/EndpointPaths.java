package dev.quipu.analysis.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * What the calls of an endpoint spent their time on, by component: of usual calls, and of the slowest. Each call is
 * explained by its own critical path, so that the parts of all components add up to its duration. Not thread-safe.
 */
public final class EndpointPaths {

    /** Calls up to here around the median are usual ones, as a share of all. */
    private static final double AROUND_MEDIAN = 0.1;

    private static final double MEDIAN = 0.5;
    private static final double SLOW = 0.99;

    /** The slowest so many are the calls around the 99th percentile. */
    private static final double SLOWEST = 0.02;

    private final List<Call> calls = new ArrayList<>();

    /** Whose spans they are, all instances of a component together. */
    public record Owner(String namespace, String component) implements Comparable<Owner> {
        private static final Comparator<Owner> ORDER =
                Comparator.comparing(Owner::component).thenComparing(Owner::namespace);

        @Override
        public int compareTo(Owner other) {
            return ORDER.compare(this, other);
        }
    }

    private record Call(long durationNanos, Map<Owner, Long> nanos) {}

    /**
     * Some calls, the mean of them.
     *
     * @param calls how many
     * @param nanos of a call
     * @param byOwner parts of it; they add up to it
     */
    public record Mean(int calls, double nanos, Map<Owner, Double> byOwner) {}

    /** Adds each call of the endpoint in a trace. @param isCall whether the span at a position is one */
    public void add(TraceAnalysis analysis, IntPredicate isCall) {
        for (int span = 0; span < analysis.trace().spans().size(); span++) {
            if (isCall.test(span) && analysis.times().durationNanos(span) > 0) {
                add(analysis, span);
            }
        }
    }

    private void add(TraceAnalysis analysis, int span) {
        Trace trace = analysis.trace();
        Map<Owner, Long> nanos = new HashMap<>();
        CriticalPath.of(analysis.tree(), analysis.times(), span)
                .sections()
                .forEach(section -> nanos.merge(
                        new Owner(
                                trace.component(section.span()).namespace(),
                                trace.component(section.span()).name()),
                        section.durationNanos(),
                        Long::sum));
        calls.add(new Call(analysis.times().durationNanos(span), nanos));
    }

    public int calls() {
        return calls.size();
    }

    /** In how many calls each component was waited for at all. */
    public Map<Owner, Long> callsByOwner() {
        Map<Owner, Long> counts = new TreeMap<>();
        calls.forEach(call -> call.nanos().keySet().forEach(owner -> counts.merge(owner, 1L, Long::sum)));
        return counts;
    }

    /** @param quantile 0 to 1; there has to be a call */
    public long quantileNanos(double quantile) {
        List<Call> ordered = ordered();
        return ordered.get((int) (quantile * (ordered.size() - 1))).durationNanos();
    }

    /** Of the calls around the median; there has to be a call. */
    public Mean usual() {
        int size = calls.size();
        int from = (int) ((MEDIAN - AROUND_MEDIAN) * size);
        return mean(ordered().subList(from, Math.max(from + 1, (int) Math.ceil((MEDIAN + AROUND_MEDIAN) * size))));
    }

    /** Of the slowest calls, around the 99th percentile; there has to be a call. */
    public Mean slow() {
        int size = calls.size();
        return mean(ordered().subList(Math.min(size - 1, (int) ((1 - SLOWEST) * size)), size));
    }

    public long p50Nanos() {
        return quantileNanos(MEDIAN);
    }

    public long p99Nanos() {
        return quantileNanos(SLOW);
    }

    private List<Call> ordered() {
        return calls.stream()
                .sorted(Comparator.comparingLong(Call::durationNanos))
                .toList();
    }

    private static Mean mean(List<Call> some) {
        Map<Owner, Double> byOwner = new TreeMap<>();
        double nanos = 0;
        for (Call call : some) {
            nanos += (double) call.durationNanos() / some.size();
            call.nanos().forEach((owner, part) -> byOwner.merge(owner, (double) part / some.size(), Double::sum));
        }
        return new Mean(some.size(), nanos, byOwner);
    }
}
