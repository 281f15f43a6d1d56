package dev.quipu.storage.relations;

import dev.quipu.model.Component;
import dev.quipu.model.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** Spans of one id that are looked at; honest ones are two. */
    private static final int MAX_SHARING = 16;

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

    /** Of the component in these spans of whole traces. */
    public static Relations of(Component component, List<Span> spans) {
        Map<Component, Component> known = new HashMap<>();
        return ofCalls(
                component, spans.stream().map(span -> CallSpan.of(span, known)).toList());
    }

    static Relations ofCalls(Component component, List<CallSpan> spans) {
        Map<CallSpan.Key, List<CallSpan>> byId = new HashMap<>();
        for (CallSpan span : spans) {
            List<CallSpan> sharing = byId.computeIfAbsent(span.key(), key -> new ArrayList<>(1));
            if (sharing.size() < MAX_SHARING) {
                sharing.add(span);
            }
        }
        Map<Peer, Calls> calls = new TreeMap<>();
        Map<Peer, Calls> calledBy = new TreeMap<>();
        Map<CallSpan, Boolean> answered = new IdentityHashMap<>();
        for (CallSpan span : spans) {
            for (CallSpan caller : callers(span, byId)) {
                answered.put(caller, true);
                if (caller.owner().equals(component)) {
                    add(calls, Peer.of(span.owner()), span);
                }
                if (span.owner().equals(component)) {
                    add(calledBy, Peer.of(caller.owner()), span);
                }
            }
        }
        spans.stream()
                .filter(span -> span.owner().equals(component) && !answered.containsKey(span))
                .forEach(span -> span.calls().ifPresent(peer -> add(calls, peer, span)));
        return new Relations(inOrder(calls), inOrder(calledBy));
    }

    /** The spans of other components that called this one. */
    private static Set<CallSpan> callers(CallSpan span, Map<CallSpan.Key, List<CallSpan>> byId) {
        Set<CallSpan> callers = Collections.newSetFromMap(new IdentityHashMap<>());
        shared(span, byId).or(() -> parent(span, byId)).ifPresent(callers::add);
        for (CallSpan.Key link : span.links()) {
            byId.getOrDefault(link, List.of()).stream()
                    .filter(other ->
                            other.kind() == CallSpan.PRODUCER && !other.owner().equals(span.owner()))
                    .findFirst()
                    .ifPresent(callers::add);
        }
        return callers;
    }

    /** Zipkin's servers may go on with the span id of their client. */
    private static Optional<CallSpan> shared(CallSpan span, Map<CallSpan.Key, List<CallSpan>> byId) {
        return span.kind() == CallSpan.SERVER
                ? byId.getOrDefault(span.key(), List.of()).stream()
                        .filter(other -> other.kind() == CallSpan.CLIENT
                                && !other.owner().equals(span.owner()))
                        .findFirst()
                : Optional.empty();
    }

    /** Where an id is shared, the parent is the one in the same component, if there is one. */
    private static Optional<CallSpan> parent(CallSpan span, Map<CallSpan.Key, List<CallSpan>> byId) {
        List<CallSpan> parents = byId.getOrDefault(span.parentKey(), List.of());
        boolean isInside = parents.stream().anyMatch(parent -> parent.owner().equals(span.owner()));
        return isInside ? Optional.empty() : parents.stream().findFirst();
    }

    private static void add(Map<Peer, Calls> calls, Peer peer, CallSpan span) {
        calls.merge(peer, new Calls(peer, 1, span.isFailed() ? 1 : 0), Calls::plus);
    }

    private static List<Calls> inOrder(Map<Peer, Calls> calls) {
        return calls.values().stream()
                .sorted((a, b) -> Long.compare(b.calls(), a.calls()))
                .toList();
    }
}
