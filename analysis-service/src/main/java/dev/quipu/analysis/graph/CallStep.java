package dev.quipu.analysis.graph;

import dev.quipu.analysis.graph.CallWindow.Entry;
import dev.quipu.analysis.graph.CallWindow.Key;
import dev.quipu.analysis.rollup.SpanRollup;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.segment.Segment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What some segments change in what is known of calls: of each trace with a span in them the calls are told once from
 * what was stored before, and once with what came; the difference is what changes. Used by one thread at a time.
 */
public final class CallStep {

    /** Spans of a trace judged together; those that come beyond are judged by themselves. */
    private static final int MAX_TRACE_SPANS = 50_000;

    private final CallSpans reader = new CallSpans();
    private final Map<Key, List<CallSpan>> arrived = new LinkedHashMap<>();
    private final Map<Key, List<CallSpan>> found = new HashMap<>();
    private final Map<String, Rollup<CallKey>> changes = new LinkedHashMap<>();
    private final Predicate<TraceId> traces;
    private final boolean wasStored;
    private int count;

    private CallStep(Predicate<TraceId> traces, boolean wasStored) {
        this.traces = traces;
        this.wasStored = wasStored;
    }

    /** For segments that stand behind everything that was digested. @param traces that it is about */
    static CallStep ofNew(Predicate<TraceId> traces) {
        return new CallStep(traces, false);
    }

    /** For segments that stand before what was digested, and were left out then. @param traces that it is about */
    static CallStep ofLeftOut(Predicate<TraceId> traces) {
        return new CallStep(traces, true);
    }

    /** What a segment holds, to be added all or not at all. */
    public record Part(String tenant, Map<Key, List<CallSpan>> spans) {}

    /** @throws dev.quipu.model.segment.SegmentFormatException when it is damaged */
    public Part read(String tenant, Segment segment) {
        Map<Key, List<CallSpan>> spans = new LinkedHashMap<>();
        reader.read(
                segment,
                traces,
                (traceId, span) -> spans.computeIfAbsent(new Key(tenant, traceId), unseen -> new ArrayList<>())
                        .add(span));
        return new Part(tenant, spans);
    }

    public void add(Part part) {
        part.spans().values().forEach(some -> count += some.size());
        part.spans()
                .forEach((key, spans) -> arrived.computeIfAbsent(key, unseen -> new ArrayList<>())
                        .addAll(spans));
    }

    /** How many were added. */
    public int spans() {
        return count;
    }

    boolean wasStored() {
        return wasStored;
    }

    Map<Key, List<CallSpan>> arrived() {
        return arrived;
    }

    /** What storage has of traces up to where the step begins, of those that were asked for. */
    void found(String tenant, List<TraceId> asked, List<Span> spans) {
        asked.forEach(id -> found.put(new Key(tenant, id), new ArrayList<>()));
        spans.forEach(span -> found.computeIfAbsent(new Key(tenant, span.traceId()), unseen -> new ArrayList<>())
                .add(reader.of(span)));
    }

    /**
     * Tells what changes, and remembers it. What was found is taken in place of what is remembered.
     *
     * @param since from when on traces are known that were not heard of
     */
    void apply(CallWindow window, Instant since) {
        Map<Key, Entry> whole = new LinkedHashMap<>();
        arrived.forEach((key, spans) -> {
            Entry before = before(key, window, since);
            List<CallSpan> after = new ArrayList<>(before.spans());
            after.addAll(spans);
            change(key.tenant(), TraceCalls.of(before.spans()), TraceCalls.of(after));
            whole.put(key, new Entry(after, before.since()));
        });
        // Not before all are told: what is put in may push others out.
        whole.forEach(window::put);
    }

    private Entry before(Key key, CallWindow window, Instant since) {
        Entry before = found.containsKey(key)
                ? new Entry(found.get(key), Instant.EPOCH)
                : window.get(key).orElseGet(() -> new Entry(List.of(), since));
        return before.spans().size() > MAX_TRACE_SPANS ? new Entry(List.of(), Instant.EPOCH) : before;
    }

    private void change(String tenant, List<Call> before, List<Call> after) {
        Map<Call, Integer> difference = new HashMap<>();
        after.forEach(call -> difference.merge(call, 1, Integer::sum));
        before.forEach(call -> difference.merge(call, -1, Integer::sum));
        difference.forEach((call, times) -> {
            CallKey key = times > 0 ? call.key() : call.key().takenBack();
            for (int i = 0; i < Math.abs(times); i++) {
                changes.computeIfAbsent(tenant, unseen -> new Rollup<>(RollupKind.CALLS, SpanRollup.RESOLUTION_SECONDS))
                        .cell(key)
                        .add(call.durationNanos(), call.weight());
            }
        });
    }

    /** By tenant; after all was added and applied. */
    public Map<String, Rollup<CallKey>> changes() {
        return changes;
    }
}
