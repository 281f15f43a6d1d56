package dev.quipu.analysis.cause;

import dev.quipu.analysis.cause.Figures.Key;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.analysis.trace.TraceAnalysis;
import dev.quipu.model.Component;
import dev.quipu.model.Span;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the spans of a window say of their components. A span by which a call enters its component is a served one:
 * servers, consumers, and all whose parent is unknown or another component's.
 */
final class SpanFigures {

    private static final double TAIL = 0.9;

    private record Served(String component, String spanName) {}

    private static final class Tally {
        private long spans;
        private long errors;
    }

    private final Figures figures;
    private final Map<Served, Tally> served = new TreeMap<>((a, b) ->
            a.component.equals(b.component) ? a.spanName.compareTo(b.spanName) : a.component.compareTo(b.component));

    SpanFigures(Figures figures) {
        this.figures = figures;
    }

    /** Of a component the name, within its namespace where it has one. */
    static String name(Component component) {
        return component.namespace().isEmpty() ? component.name() : component.namespace() + "/" + component.name();
    }

    void add(Trace trace) {
        TraceAnalysis analysis = TraceAnalysis.of(trace);
        for (int span = 0; span < trace.spans().size(); span++) {
            String component = name(trace.component(span));
            String spanName = trace.spans().get(span).name();
            int callee = remoteCallee(analysis, span);
            if (callee >= 0) {
                long gapNanos =
                        analysis.times().durationNanos(span) - analysis.times().durationNanos(callee);
                String calleeName = name(trace.component(callee));
                figures.collect(new Key(calleeName, IndicatorKind.CALL_GAP, component), Math.max(0, gapNanos));
            } else {
                figures.collect(new Key(component, IndicatorKind.SELF_TIME, spanName), analysis.criticalNanos()[span]);
            }
            if (isServed(trace, span)) {
                serve(analysis, span, new Served(component, spanName));
            }
        }
    }

    private void serve(TraceAnalysis analysis, int span, Served by) {
        figures.collect(
                new Key(by.component(), IndicatorKind.DURATION, by.spanName()),
                analysis.times().durationNanos(span));
        Tally tally = served.computeIfAbsent(by, any -> new Tally());
        tally.spans++;
        if (analysis.trace().spans().get(span).status().code() == Span.Status.CODE_ERROR) {
            tally.errors++;
        }
    }

    /** All traces were added. @param seconds length of the window */
    void finish(double seconds) {
        figures.putQuantiles(TAIL);
        Map<String, Long> requests = new TreeMap<>();
        served.forEach((by, tally) -> {
            figures.put(
                    new Key(by.component(), IndicatorKind.ERRORS, by.spanName()),
                    (double) tally.errors / tally.spans,
                    tally.spans);
            requests.merge(by.component(), tally.spans, Long::sum);
        });
        requests.forEach((component, spans) ->
                figures.put(new Key(component, IndicatorKind.REQUEST_RATE, ""), spans / seconds, spans));
    }

    static boolean isServed(Trace trace, int span) {
        int kind = trace.spans().get(span).kind();
        return kind == Span.Kind.SERVER.ordinal()
                || kind == Span.Kind.CONSUMER.ordinal()
                || trace.parentKind(span) != Trace.Parent.KNOWN
                || isRemote(trace, trace.parent(span), span);
    }

    /** The only child when it is served by another component; -1 otherwise: only then is the gap the call's. */
    private static int remoteCallee(TraceAnalysis analysis, int span) {
        if (analysis.tree().childCount(span) != 1) {
            return -1;
        }
        int child = analysis.tree().child(span, 0);
        boolean isMessage = analysis.trace().spans().get(child).kind() == Span.Kind.CONSUMER.ordinal();
        return !isMessage && isRemote(analysis.trace(), span, child) ? child : -1;
    }

    private static boolean isRemote(Trace trace, int parent, int child) {
        return !name(trace.component(parent)).equals(name(trace.component(child)));
    }
}
