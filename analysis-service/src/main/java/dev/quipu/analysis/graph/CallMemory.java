package dev.quipu.analysis.graph;

import dev.quipu.analysis.graph.CallWindow.Entry;
import dev.quipu.analysis.graph.CallWindow.Key;
import dev.quipu.model.TraceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The spans that were digested last, up to a place in the feed. Of a trace more may be stored than is remembered when one
 * of its spans started before the time from which on they are, or takes a message whose sender is not there. Thread-safe;
 * one step at a time.
 */
final class CallMemory {

    /** Clocks of components, and of storage, may differ by so much. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    private final CallWindow window;
    private final Duration maxAge;

    /** Ends of the steps of which no trace is forgotten, in order. */
    private final Deque<Step> steps = new ArrayDeque<>();

    /** All that was acknowledged since is remembered. */
    private Instant since = Instant.EPOCH;

    private long step;
    private String end = "";

    /** @param watermark everything acknowledged before was passed at its end */
    private record Step(long number, Instant watermark) {}

    /** @param maxSpans that are remembered, and for how long */
    CallMemory(int maxSpans, Duration maxAge) {
        this.window = new CallWindow(maxSpans);
        this.maxAge = maxAge;
    }

    /** Whether what stands before a place is remembered. */
    synchronized boolean isAt(String place) {
        return place.equals(end);
    }

    /** Forgets everything. @param begin what was acknowledged since is remembered from now on */
    synchronized void beginAt(Instant begin) {
        forget();
        since = begin;
    }

    /** Remembers what was digested before. */
    synchronized void add(CallStep.Part part) {
        part.spans().forEach((key, spans) -> window.add(key, spans, since));
    }

    /**
     * Spans up to a place are remembered.
     *
     * @param watermark everything acknowledged before stands up to there; empty when that is not known
     */
    synchronized void reached(String place, Optional<Instant> watermark) {
        end = place;
        watermark.ifPresent(time -> {
            steps.addLast(new Step(step, time));
            steps.stream()
                    .filter(one -> !one.watermark().isBefore(time.minus(maxAge)))
                    .findFirst()
                    .ifPresent(first -> window.forgetBefore(first.number()));
            while (!steps.isEmpty() && steps.peekFirst().number() <= window.forgottenStep()) {
                since = steps.removeFirst().watermark();
            }
            window.beginStep(++step);
        });
    }

    /** What is remembered does not count any more. */
    synchronized void forget() {
        window.clear();
        steps.clear();
        step = 0;
        end = "";
    }

    /** Traces of a step of which more may be stored than is remembered, by tenant. */
    synchronized Map<String, List<TraceId>> unknown(CallStep of) {
        Map<String, List<TraceId>> unknown = new LinkedHashMap<>();
        of.arrived().forEach((key, spans) -> {
            if (of.wasStored() || !isKnown(key, spans)) {
                unknown.computeIfAbsent(key.tenant(), tenant -> new ArrayList<>())
                        .add(key.traceId());
            }
        });
        return unknown;
    }

    synchronized void apply(CallStep of) {
        of.apply(window, since);
    }

    private boolean isKnown(Key key, List<CallSpan> arrived) {
        Entry known = window.get(key).orElseGet(() -> new Entry(List.of(), since));
        if (known.since().equals(Instant.EPOCH)) {
            return true;
        }
        List<CallSpan> all =
                Stream.concat(known.spans().stream(), arrived.stream()).toList();
        long surely = TimeUnit.SECONDS.toNanos(known.since().getEpochSecond())
                + known.since().getNano()
                + CLOCK_TOLERANCE.toNanos();
        return all.stream().noneMatch(span -> span.startTimeUnixNano() < surely || isLoneMessage(span, all));
    }

    private static boolean isLoneMessage(CallSpan span, List<CallSpan> all) {
        return span.receivesMessage()
                && span.parentSpanId().isPresent()
                && all.stream().noneMatch(other -> other.spanId().equals(span.parentSpanId()));
    }
}
