package dev.quipu.analysis.graph;

import dev.quipu.analysis.rollup.SamplingWeight;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.Span;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The calls of traces, added up. Laws: 1. a span whose parent is of another component is a call of it by that component;
 * so is one that receives what a span of another instance of its component sent; 2. a span that receives and whose parent
 * is not seen is called by a queue, if it names one, else by a user when it names no parent, else by somebody unknown;
 * 3. a span that sends and that nobody received calls the peer that it names, of nested ones the outermost; 4. a call has
 * failed when the caller's or the callee's span is an error. Not thread-safe.
 */
public final class ServiceGraph {

    private final Map<Edge.Key, Edge> edges = new TreeMap<>();
    private long traces;
    private long earliestUnixNano = Long.MAX_VALUE;

    public void add(Trace trace) {
        traces++;
        BitSet received = new BitSet();
        for (int i = 0; i < trace.spans().size(); i++) {
            earliestUnixNano = Math.min(earliestUnixNano, trace.spans().get(i).startTimeUnixNano());
            if (trace.parentKind(i) == Trace.Parent.KNOWN) {
                addCall(trace, trace.parent(i), i, received);
            } else if (receives(trace.spans().get(i))) {
                addEntry(trace, i);
            }
        }
        for (int i = 0; i < trace.spans().size(); i++) {
            if (sends(trace.spans().get(i)) && !received.get(i)) {
                addExit(trace, i);
            }
        }
    }

    private void addCall(Trace trace, int caller, int callee, BitSet received) {
        Span sent = trace.spans().get(caller);
        Span answered = trace.spans().get(callee);
        Node from = Node.of(trace.component(caller));
        Node to = Node.of(trace.component(callee));
        boolean isReceived = sends(sent) && receives(answered);
        if (from.equals(to) && !isReceived) {
            return;
        }
        boolean isMessage = isKind(sent, Span.Kind.PRODUCER) || isKind(answered, Span.Kind.CONSUMER);
        Edge edge = edge(from, to, isMessage ? Edge.Type.MESSAGE : Edge.Type.CALL);
        double weight = SamplingWeight.of(answered.traceState());
        edge.add(isError(sent) && sends(sent) || isError(answered), weight);
        edge.seenByCallee().add(answered.durationNanos(), weight);
        if (sends(sent)) {
            edge.seenByCaller().add(sent.durationNanos(), weight);
            received.set(caller);
        }
    }

    private void addEntry(Trace trace, int callee) {
        Span span = trace.spans().get(callee);
        Optional<Node> queue = isKind(span, Span.Kind.CONSUMER) ? Peer.destination(span) : Optional.empty();
        boolean hasNone = trace.parentKind(callee) == Trace.Parent.NONE;
        Edge edge = edge(
                queue.orElse(hasNone ? Node.USER : Node.UNKNOWN),
                Node.of(trace.component(callee)),
                isKind(span, Span.Kind.CONSUMER) ? Edge.Type.MESSAGE : Edge.Type.CALL);
        double weight = SamplingWeight.of(span.traceState());
        edge.add(isError(span), weight);
        edge.seenByCallee().add(span.durationNanos(), weight);
    }

    private void addExit(Trace trace, int caller) {
        Span span = trace.spans().get(caller);
        Optional<Node> peer = Peer.of(span);
        if (peer.isEmpty() || isWithinAnother(trace, caller)) {
            return;
        }
        Edge edge = edge(Node.of(trace.component(caller)), peer.get(), type(peer.get()));
        double weight = SamplingWeight.of(span.traceState());
        edge.add(isError(span), weight);
        edge.seenByCaller().add(span.durationNanos(), weight);
    }

    /** Whether it is how the parent, which names a peer itself, is carried out. */
    private static boolean isWithinAnother(Trace trace, int span) {
        if (trace.parentKind(span) != Trace.Parent.KNOWN) {
            return false;
        }
        int parent = trace.parent(span);
        Span outer = trace.spans().get(parent);
        return sends(outer)
                && trace.component(parent).equals(trace.component(span))
                && Peer.of(outer).isPresent();
    }

    private static Edge.Type type(Node peer) {
        return switch (peer.kind()) {
            case DATABASE -> Edge.Type.QUERY;
            case MESSAGING -> Edge.Type.MESSAGE;
            case COMPONENT, PEER, USER, UNKNOWN -> Edge.Type.CALL;
        };
    }

    private Edge edge(Node caller, Node callee, Edge.Type type) {
        return edges.computeIfAbsent(new Edge.Key(caller, callee, type), key -> new Edge());
    }

    private static boolean receives(Span span) {
        return isKind(span, Span.Kind.SERVER) || isKind(span, Span.Kind.CONSUMER);
    }

    private static boolean sends(Span span) {
        return isKind(span, Span.Kind.CLIENT) || isKind(span, Span.Kind.PRODUCER);
    }

    private static boolean isKind(Span span, Span.Kind kind) {
        return span.kind() == kind.ordinal();
    }

    private static boolean isError(Span span) {
        return span.status().code() == Span.Status.CODE_ERROR;
    }

    Map<Edge.Key, Edge> edges() {
        return edges;
    }

    /** Those that were added. */
    long traces() {
        return traces;
    }

    /** When the earliest of their spans started; there has to be one. */
    long earliestUnixNano() {
        return earliestUnixNano;
    }
}
