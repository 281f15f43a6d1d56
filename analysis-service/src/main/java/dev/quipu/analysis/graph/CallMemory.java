package dev.quipu.analysis.graph;

import dev.quipu.analysis.client.FeedClient;
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

/**
 * The spans that were digested last, up to a place in the feed. Of a trace that is not among them more may be stored when
 * one of its spans started before the time from which on they are remembered, or takes a message whose sender is not
 * there. Thread-safe; one step at a time.
 */
final class CallMemory {

    /** Clocks of components, and of storage, may differ by so much. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    private final CallWindow window;
    private final Duration maxAge;

    /** Ends of the steps of which no trace is forgotten, in order. */
    private final Deque<Step> steps = new ArrayDeque<>();

    private FeedClient.Mark begin = new FeedClient.Mark(FeedClient.BEGINNING, Instant.EPOCH);
    private long step;
    private String end = "";

    /** A step that ends at a mark. */
    private record Step(long number, FeedClient.Mark mark) {}

    /** @param maxSpans that are remembered, and for how long */
    CallMemory(int maxSpans, Duration maxAge) {
        this.window = new CallWindow(maxSpans);
        this.maxAge = maxAge;
    }

    /** Whether what stands before a place is remembered. */
    synchronized boolean isAt(String place) {
        return place.equals(end);
    }

    /** From where on spans have to be remembered after a start. */
    synchronized FeedClient.Mark begin() {
        return begin;
    }

    /** Forgets everything, to remember from a place on. */
    synchronized void beginAt(FeedClient.Mark mark) {
        forget();
        begin = mark;
    }

    /** Remembers what was digested before. */
    synchronized void add(CallStep.Part part) {
        part.spans().forEach((key, spans) -> window.add(key, spans, !isOld(spans)));
    }

    /**
     * Spans up to a place are remembered.
     *
     * @param watermark everything acknowledged before stands up to there; empty when that is not known
     */
    synchronized void reached(String cursor, Optional<Instant> watermark) {
        end = cursor;
        watermark.ifPresent(time -> {
            steps.addLast(new Step(step, new FeedClient.Mark(cursor, time)));
            steps.stream()
                    .filter(one -> !one.mark().watermark().isBefore(time.minus(maxAge)))
                    .findFirst()
                    .ifPresent(first -> window.forgetBefore(first.number()));
            while (!steps.isEmpty() && steps.peekFirst().number() <= window.forgottenStep()) {
                begin = steps.removeFirst().mark();
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
    synchronized Map<String, List<TraceId>> unknown(CallStep step) {
        Map<String, List<TraceId>> unknown = new LinkedHashMap<>();
        step.arrived().forEach((key, spans) -> {
            if (step.wasStored() || !isKnown(key, spans)) {
                unknown.computeIfAbsent(key.tenant(), tenant -> new ArrayList<>())
                        .add(key.traceId());
            }
        });
        return unknown;
    }

    synchronized void apply(CallStep step) {
        step.apply(window);
    }

    private boolean isKnown(Key key, List<CallSpan> spans) {
        return window.get(key).map(CallWindow.Entry::isWhole).orElseGet(() -> !isOld(spans));
    }

    private boolean isOld(List<CallSpan> spans) {
        Instant since = begin.watermark();
        if (since.equals(Instant.EPOCH)) {
            return false;
        }
        long surely = TimeUnit.SECONDS.toNanos(since.getEpochSecond()) + since.getNano() + CLOCK_TOLERANCE.toNanos();
        return spans.stream().anyMatch(span -> span.startTimeUnixNano() < surely || isLoneMessage(span, spans));
    }

    private static boolean isLoneMessage(CallSpan span, List<CallSpan> spans) {
        return span.receivesMessage()
                && span.parentSpanId().isPresent()
                && spans.stream().noneMatch(other -> other.spanId().equals(span.parentSpanId()));
    }
}
