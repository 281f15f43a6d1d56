package dev.quipu.analysis.graph;

import dev.quipu.analysis.rollup.SpanRollup;
import dev.quipu.analysis.trace.Parentage;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.Span;
import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.CallKey.End;
import dev.quipu.model.rollup.CallNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The calls of one trace. Laws: 1. a span whose parent is of another component is a call of it by that component; so is
 * one that receives what a span of its own component sent; 2. a span that receives and whose parent is not seen is called
 * by a queue, if it names one, else by a user when it names no parent, else by somebody unknown; 3. a span that sends and
 * that nobody received calls the peer that it names, of nested ones the outermost; 4. a call has failed when the caller's
 * or the callee's span is an error.
 */
final class TraceCalls {

    private static final Comparator<CallSpan> BY_START =
            (a, b) -> Long.compareUnsigned(a.startTimeUnixNano(), b.startTimeUnixNano());

    private final List<CallSpan> spans;
    private final Parentage parentage;
    private final BitSet received = new BitSet();
    private final List<Call> calls = new ArrayList<>();

    private TraceCalls(List<CallSpan> spans) {
        this.spans = spans;
        this.parentage = Parentage.of(spans);
    }

    /** @param spans all that is known of one trace, in any order */
    static List<Call> of(List<CallSpan> spans) {
        if (spans.isEmpty()) {
            return List.of();
        }
        TraceCalls calls = new TraceCalls(spans.stream().sorted(BY_START).toList());
        calls.add();
        return calls.calls;
    }

    private void add() {
        for (int i = 0; i < spans.size(); i++) {
            if (parentage.kind(i) == Trace.Parent.KNOWN) {
                addCall(parentage.parent(i), i);
            } else if (spans.get(i).receives()) {
                addEntry(i);
            }
        }
        for (int i = 0; i < spans.size(); i++) {
            if (spans.get(i).sends() && !received.get(i)) {
                addExit(i);
            }
        }
    }

    private void addCall(int caller, int callee) {
        CallSpan sent = spans.get(caller);
        CallSpan answered = spans.get(callee);
        boolean isReceived = sent.sends() && answered.receives();
        if (sent.caller().node().equals(answered.caller().node()) && !isReceived) {
            return;
        }
        boolean isMessage = sent.isKind(Span.Kind.PRODUCER) || answered.isKind(Span.Kind.CONSUMER);
        Edge edge = new Edge(
                sent.caller().node(),
                answered.caller().node(),
                isMessage ? CallKey.Type.MESSAGE : CallKey.Type.CALL,
                sent.isError() && sent.sends() || answered.isError());
        add(edge, End.CALLEE, answered);
        if (sent.sends()) {
            add(edge, End.CALLER, sent);
            received.set(caller);
        }
    }

    private void addEntry(int callee) {
        CallSpan span = spans.get(callee);
        boolean isMessage = span.isKind(Span.Kind.CONSUMER);
        CallNode nobody = parentage.kind(callee) == Trace.Parent.NONE ? CallNode.USER : CallNode.UNKNOWN;
        CallNode caller = isMessage ? span.peer().destination().orElse(nobody) : nobody;
        add(
                new Edge(
                        caller,
                        span.caller().node(),
                        isMessage ? CallKey.Type.MESSAGE : CallKey.Type.CALL,
                        span.isError()),
                End.CALLEE,
                span);
    }

    private void addExit(int caller) {
        CallSpan span = spans.get(caller);
        span.peer()
                .node()
                .filter(peer -> !isWithinAnother(caller))
                .ifPresent(peer ->
                        add(new Edge(span.caller().node(), peer, type(peer), span.isError()), End.CALLER, span));
    }

    /** Whether it is how the parent, which names a peer itself, is carried out. */
    private boolean isWithinAnother(int span) {
        if (parentage.kind(span) != Trace.Parent.KNOWN) {
            return false;
        }
        CallSpan outer = spans.get(parentage.parent(span));
        return outer.sends()
                && outer.component().equals(spans.get(span).component())
                && outer.peer().node().isPresent();
    }

    private static CallKey.Type type(CallNode peer) {
        return switch (peer.kind()) {
            case DATABASE -> CallKey.Type.QUERY;
            case MESSAGING -> CallKey.Type.MESSAGE;
            case COMPONENT, PEER, USER, UNKNOWN -> CallKey.Type.CALL;
        };
    }

    private record Edge(CallNode caller, CallNode callee, CallKey.Type type, boolean hasFailed) {}

    private void add(Edge edge, End seenBy, CallSpan span) {
        CallKey key = new CallKey(
                edge.caller(),
                edge.callee(),
                edge.type(),
                seenBy,
                edge.hasFailed(),
                false,
                SpanRollup.stepOf(span.startTimeUnixNano()));
        calls.add(new Call(key, span.durationNanos(), span.weight()));
    }
}
