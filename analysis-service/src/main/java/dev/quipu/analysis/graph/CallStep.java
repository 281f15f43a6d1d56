package dev.quipu.analysis.graph;

import dev.quipu.analysis.graph.CallWindow.Key;
import dev.quipu.analysis.rollup.SpanRollup;
import dev.quipu.model.Span;
import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.segment.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    private final boolean wasStored;

    private CallStep(boolean wasStored) {
        this.wasStored = wasStored;
    }

    /** For segments that stand behind everything that was digested. */
    static CallStep ofNew() {
        return new CallStep(false);
    }

    /** For segments that stand before what was digested, and were left out then. */
    static CallStep ofLeftOut() {
        return new CallStep(true);
    }

    /** What a segment holds, to be added all or not at all. */
    public record Part(String tenant, Map<Key, List<CallSpan>> spans) {}

    /** @throws dev.quipu.model.segment.SegmentFormatException when it is damaged */
    public Part read(String tenant, Segment segment) {
        Map<Key, List<CallSpan>> spans = new LinkedHashMap<>();
        reader.read(
                segment,
                (traceId, span) -> spans.computeIfAbsent(new Key(tenant, traceId), unseen -> new ArrayList<>())
                        .add(span));
        return new Part(tenant, spans);
    }

    public void add(Part part) {
        part.spans()
                .forEach((key, spans) -> arrived.computeIfAbsent(key, unseen -> new ArrayList<>())
                        .addAll(spans));
    }

    boolean wasStored() {
        return wasStored;
    }

    Map<Key, List<CallSpan>> arrived() {
        return arrived;
    }

    /** What storage has of a trace up to where the step begins. */
    void found(Key key, List<Span> spans) {
        found.computeIfAbsent(key, unseen -> new ArrayList<>())
                .addAll(spans.stream().map(reader::of).toList());
    }

    /** Tells what changes, and remembers it. What was found is taken in place of what is remembered. */
    void apply(CallWindow window) {
        Map<Key, List<CallSpan>> whole = new LinkedHashMap<>();
        arrived.forEach((key, spans) -> {
            List<CallSpan> before = before(key, spans, window);
            List<CallSpan> after = new ArrayList<>(before);
            after.addAll(spans);
            change(key.tenant(), TraceCalls.of(before), TraceCalls.of(after));
            whole.put(key, after);
        });
        // Not before all are told: what is put in may push others out.
        whole.forEach((key, spans) -> window.put(key, new CallWindow.Entry(spans, true)));
    }

    private List<CallSpan> before(Key key, List<CallSpan> spans, CallWindow window) {
        List<CallSpan> known = found.containsKey(key)
                ? found.get(key)
                : window.get(key).map(CallWindow.Entry::spans).orElse(List.of());
        List<CallSpan> before = wasStored ? without(known, spans) : known;
        return before.size() > MAX_TRACE_SPANS ? List.of() : before;
    }

    private static List<CallSpan> without(List<CallSpan> all, List<CallSpan> some) {
        List<CallSpan> left = new ArrayList<>(all);
        some.forEach(left::remove);
        return left;
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
