package dev.quipu.analysis.trace;

import dev.quipu.model.Component;
import dev.quipu.model.Resource;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The spans of one trace with their parents found. Spans are named by their position in {@link #spans()}, because
 * span ids may repeat. Immutable.
 */
public final class Trace {

    /** What is known of a span's parent. */
    public enum Parent {
        /** The span names none. */
        NONE,
        /** The parent is in the trace. */
        KNOWN,
        /** The parent is named but not in the trace. */
        MISSING,
        /** The span names itself. */
        ITSELF,
        /** The parent is in the trace and descends from this span; of each such cycle the earliest span says so. */
        CYCLE
    }

    private static final Comparator<Span> BY_START =
            (a, b) -> Long.compareUnsigned(a.startTimeUnixNano(), b.startTimeUnixNano());

    private final TraceId id;
    private final List<Span> spans;
    private final List<Component> components;
    private final Parentage parentage;

    private Trace(TraceId id, List<Span> spans) {
        this.id = id;
        this.spans = spans.stream().sorted(BY_START).toList();
        this.components = componentsOf(this.spans);
        this.parentage = Parentage.of(members());
    }

    /**
     * @param spans at least one, all of one trace
     * @throws IllegalArgumentException when they are none, or of several traces
     */
    public static Trace of(List<Span> spans) {
        List<Trace> traces = group(spans);
        if (traces.size() != 1) {
            throw new IllegalArgumentException("spans: expected those of one trace, got " + traces.size() + " traces");
        }
        return traces.get(0);
    }

    /** Parts spans by trace, in the order in which the traces first appear. */
    public static List<Trace> group(List<Span> spans) {
        Map<TraceId, List<Span>> byTrace = new LinkedHashMap<>();
        for (Span span : spans) {
            byTrace.computeIfAbsent(span.traceId(), id -> new ArrayList<>()).add(span);
        }
        List<Trace> traces = new ArrayList<>(byTrace.size());
        byTrace.forEach((id, members) -> traces.add(new Trace(id, members)));
        return traces;
    }

    public TraceId id() {
        return id;
    }

    private List<Member> members() {
        List<Member> members = new ArrayList<>(spans.size());
        for (int i = 0; i < spans.size(); i++) {
            members.add(new SpanMember(spans.get(i), components.get(i)));
        }
        return members;
    }

    private record SpanMember(Span span, Component component) implements Member {
        @Override
        public SpanId spanId() {
            return span.spanId();
        }

        @Override
        public SpanId parentSpanId() {
            return span.parentSpanId();
        }

        @Override
        public int kind() {
            return span.kind();
        }

        @Override
        public long startTimeUnixNano() {
            return span.startTimeUnixNano();
        }
    }

    /** Earliest start first. */
    public List<Span> spans() {
        return spans;
    }

    public Component component(int span) {
        return components.get(span);
    }

    public Parent parentKind(int span) {
        return parentage.kind(span);
    }

    /**
     * The parent's position, for {@link Parent#KNOWN} and {@link Parent#CYCLE}; -1 otherwise. Where several spans have
     * the parent's id, the one of the same component counts, then the one that received the call.
     */
    public int parent(int span) {
        return parentage.parent(span);
    }

    /** How many spans of this trace have this span's id: 1 unless it repeats. */
    public int sharers(int span) {
        return parentage.sharers(span);
    }

    private static List<Component> componentsOf(List<Span> spans) {
        Map<Resource, Component> known = new IdentityHashMap<>();
        return spans.stream()
                .map(span -> known.computeIfAbsent(span.resource(), resource -> Component.of(resource.attributes())))
                .toList();
    }
}
