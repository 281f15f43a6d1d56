package dev.quipu.storage.relations;

import dev.quipu.model.Component;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whom a component calls, and by whom it is called, as whole traces show it.
 *
 * <p>A call is a span whose parent, or the span that it shares its id with, or one that it links to, is of another
 * component; and a client's or producer's span that no other component answered, when it names what it called.
 *
 * @param calls by number of calls, the most first
 * @param calledBy by number of calls, the most first
 */
public record Relations(List<Calls> calls, List<Calls> calledBy) {

    private static final int SERVER = 2;
    private static final int CLIENT = 3;
    private static final int PRODUCER = 4;

    public Relations {
        calls = List.copyOf(calls);
        calledBy = List.copyOf(calledBy);
    }

    /**
     * Calls between a component and one peer.
     *
     * @param errors those whose called side, or when it is not there whose calling side, failed
     */
    public record Calls(Peer peer, long calls, long errors) {
        private Calls plus(Calls other) {
            return new Calls(peer, calls + other.calls, errors + other.errors);
        }
    }

    private record SpanKey(long traceIdHigh, long traceIdLow, SpanId spanId) {
        static SpanKey of(TraceId trace, SpanId span) {
            return new SpanKey(trace.high(), trace.low(), span);
        }
    }

    /** Of the component in these spans of whole traces. */
    public static Relations of(Component component, List<Span> spans) {
        Map<SpanKey, List<Span>> byId = new HashMap<>();
        spans.forEach(span -> byId.computeIfAbsent(SpanKey.of(span.traceId(), span.spanId()), key -> new ArrayList<>())
                .add(span));
        Map<Peer, Calls> calls = new TreeMap<>();
        Map<Peer, Calls> calledBy = new TreeMap<>();
        Map<Span, Boolean> answered = new IdentityHashMap<>();
        for (Span span : spans) {
            for (Span caller : callers(span, byId)) {
                answered.put(caller, true);
                if (ownerOf(caller).equals(component)) {
                    add(calls, Peer.of(ownerOf(span)), span);
                }
                if (ownerOf(span).equals(component)) {
                    add(calledBy, Peer.of(ownerOf(caller)), span);
                }
            }
        }
        spans.stream()
                .filter(span -> (span.kind() == CLIENT || span.kind() == PRODUCER)
                        && ownerOf(span).equals(component)
                        && !answered.containsKey(span))
                .forEach(span -> Peer.calledBy(span).ifPresent(peer -> add(calls, peer, span)));
        return new Relations(inOrder(calls), inOrder(calledBy));
    }

    /** The spans of other components that called this one. */
    private static List<Span> callers(Span span, Map<SpanKey, List<Span>> byId) {
        List<Span> callers = new ArrayList<>();
        shared(span, byId).or(() -> parent(span, byId)).ifPresent(callers::add);
        for (Span.Link link : span.links()) {
            byId.getOrDefault(new SpanKey(link.traceIdHigh(), link.traceIdLow(), link.spanId()), List.of()).stream()
                    .filter(other -> other.kind() == PRODUCER && !ownerOf(other).equals(ownerOf(span)))
                    .limit(1)
                    .filter(other -> !callers.contains(other))
                    .forEach(callers::add);
        }
        return callers;
    }

    /** Zipkin's servers may go on with the span id of their client. */
    private static Optional<Span> shared(Span span, Map<SpanKey, List<Span>> byId) {
        return span.kind() == SERVER
                ? byId.getOrDefault(SpanKey.of(span.traceId(), span.spanId()), List.of()).stream()
                        .filter(other ->
                                other.kind() == CLIENT && !ownerOf(other).equals(ownerOf(span)))
                        .findFirst()
                : Optional.empty();
    }

    /** Where an id is shared, the parent is the one in the same component, if there is one. */
    private static Optional<Span> parent(Span span, Map<SpanKey, List<Span>> byId) {
        List<Span> parents = byId.getOrDefault(SpanKey.of(span.traceId(), span.parentSpanId()), List.of());
        boolean isInside = parents.stream()
                .anyMatch(parent -> parent == span || ownerOf(parent).equals(ownerOf(span)));
        return isInside ? Optional.empty() : parents.stream().findFirst();
    }

    private static Component ownerOf(Span span) {
        return Component.of(span.resource().attributes());
    }

    private static void add(Map<Peer, Calls> calls, Peer peer, Span span) {
        long errors = span.status().code() == Span.Status.CODE_ERROR ? 1 : 0;
        calls.merge(peer, new Calls(peer, 1, errors), Calls::plus);
    }

    private static List<Calls> inOrder(Map<Peer, Calls> calls) {
        return calls.values().stream()
                .sorted((a, b) -> Long.compare(b.calls(), a.calls()))
                .toList();
    }
}
