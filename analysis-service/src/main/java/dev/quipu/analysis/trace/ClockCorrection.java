package dev.quipu.analysis.trace;

import dev.quipu.model.Resource;
import dev.quipu.model.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Corrects clocks that run apart, by what cannot be: a call is not received before it was made, nor answered after the
 * answer came. Every resource has one clock, and each call between two clocks says between which offsets the second one
 * must run. Of those that agree with most calls the one nearest to zero is taken: who is possible stays as reported.
 * Clocks are corrected along the calls, beginning at the main root, which is right.
 *
 * <p>Nothing is lost: the reported times are those of the spans, and every offset is told.
 *
 * @param times corrected
 * @param offsets of the clocks that were corrected, in the order in which the calls reach them
 */
public record ClockCorrection(Timeline times, List<Offset> offsets) {

    public ClockCorrection {
        offsets = List.copyOf(offsets);
    }

    /**
     * What was added to the times of one resource.
     *
     * @param span the first one of it, by position in the trace
     * @param spans how many there are of it
     * @param offsetNanos added to each of their times
     * @param calls that told so
     * @param contradicting calls that cannot be, also so
     */
    public record Offset(int span, int spans, long offsetNanos, int calls, int contradicting) {}

    public static ClockCorrection of(TraceTree tree) {
        Timeline reported = Timeline.reported(tree.trace());
        Clocks clocks = new Clocks(tree, reported);
        return new ClockCorrection(
                clocks.isCorrected() ? reported.shifted(clocks.offsetsBySpan()) : reported, clocks.offsets());
    }

    /** The clocks of a trace, numbered in the order in which calls reach them. */
    private static final class Clocks {
        private final TraceTree tree;
        private final Timeline reported;
        private final int[] clockOf;
        private final List<Clock> clocks = new ArrayList<>();

        Clocks(TraceTree tree, Timeline reported) {
            this.tree = tree;
            this.reported = reported;
            this.clockOf = new int[tree.trace().spans().size()];
            number();
            compare();
            correct();
        }

        private void number() {
            Map<Resource, Integer> numbers = new HashMap<>();
            // Resources are shared by spans and large: each is compared by what is in it once.
            Map<Resource, Integer> seen = new IdentityHashMap<>();
            seen.put(resource(tree.mainRoot()), numberFrom(numbers, tree.mainRoot()));
            for (int span : tree.preOrder()) {
                int first = span;
                clockOf[span] = seen.computeIfAbsent(resource(span), unseen -> numberFrom(numbers, first));
                clocks.get(clockOf[span]).spans++;
            }
        }

        private Resource resource(int span) {
            return tree.trace().spans().get(span).resource();
        }

        private int numberFrom(Map<Resource, Integer> numbers, int span) {
            return numbers.computeIfAbsent(resource(span), unseen -> {
                clocks.add(new Clock(span));
                return clocks.size() - 1;
            });
        }

        private void compare() {
            for (int child : tree.preOrder()) {
                if (tree.trace().parentKind(child) == Trace.Parent.KNOWN) {
                    int parent = tree.trace().parent(child);
                    if (clockOf[parent] != clockOf[child]) {
                        clocks.get(clockOf[child])
                                .callsFrom
                                .computeIfAbsent(clockOf[parent], from -> new ClockBounds())
                                .add(lowest(parent, child), highest(parent, child));
                    }
                }
            }
        }

        private long lowest(int parent, int child) {
            return reported.start(parent) - reported.start(child);
        }

        /** A message's receiver, and what lasts longer than its caller waited, has no latest offset. */
        private long highest(int parent, int child) {
            boolean isMessage = tree.trace().spans().get(child).kind() == Span.Kind.CONSUMER.ordinal();
            boolean fits = reported.durationNanos(child) <= reported.durationNanos(parent);
            return isMessage || !fits ? Long.MAX_VALUE : reported.end(parent) - reported.end(child);
        }

        private void correct() {
            for (int number = 1; number < clocks.size(); number++) {
                Clock clock = clocks.get(number);
                int before = number;
                clock.callsFrom.entrySet().stream()
                        .filter(from -> from.getKey() < before)
                        .max(Map.Entry.comparingByValue())
                        .ifPresent(from -> clock.follow(clocks.get(from.getKey()), from.getValue()));
            }
        }

        boolean isCorrected() {
            return clocks.stream().anyMatch(clock -> clock.offset != 0);
        }

        long[] offsetsBySpan() {
            long[] offsets = new long[clockOf.length];
            for (int span = 0; span < offsets.length; span++) {
                offsets[span] = clocks.get(clockOf[span]).offset;
            }
            return offsets;
        }

        List<Offset> offsets() {
            return clocks.stream()
                    .filter(clock -> clock.offset != 0)
                    .map(clock -> new Offset(clock.first, clock.spans, clock.offset, clock.calls, clock.contradicting))
                    .toList();
        }
    }

    /** One resource's clock. */
    private static final class Clock {
        private final int first;
        private final Map<Integer, ClockBounds> callsFrom = new LinkedHashMap<>();
        private int spans;
        private long offset;
        private int calls;
        private int contradicting;

        Clock(int first) {
            this.first = first;
        }

        void follow(Clock caller, ClockBounds bounds) {
            ClockBounds.Choice choice = bounds.nearestTo(-caller.offset);
            offset = Math.max(-Timeline.LATEST, Math.min(Timeline.LATEST, caller.offset + choice.offset()));
            calls = bounds.calls();
            contradicting = choice.contradicting();
        }
    }
}
