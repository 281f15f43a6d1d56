package dev.quipu.analysis.cause;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who calls whom, by component. Cycles are allowed; a component that calls itself is not told. Immutable. */
public final class CallGraph {

    private final Map<String, Set<String>> calleesOf = new TreeMap<>();
    private final Map<String, Set<String>> callersOf = new TreeMap<>();

    /** From one component to another. */
    public record Call(String caller, String callee) {}

    private CallGraph(Collection<Call> calls) {
        for (Call call : calls) {
            if (!call.caller().equals(call.callee())) {
                calleesOf
                        .computeIfAbsent(call.caller(), name -> new TreeSet<>())
                        .add(call.callee());
                callersOf
                        .computeIfAbsent(call.callee(), name -> new TreeSet<>())
                        .add(call.caller());
            }
        }
    }

    public static CallGraph of(Collection<Call> calls) {
        return new CallGraph(calls);
    }

    /** By name; none for a component that is not known. */
    public Set<String> callees(String component) {
        return Collections.unmodifiableSet(calleesOf.getOrDefault(component, Set.of()));
    }

    public Set<String> callers(String component) {
        return Collections.unmodifiableSet(callersOf.getOrDefault(component, Set.of()));
    }

    /** The component and all that it calls, directly or not, nearest first. */
    public Set<String> reachable(String component) {
        Set<String> seen = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.add(component);
        while (!open.isEmpty()) {
            String next = open.remove();
            if (seen.add(next)) {
                open.addAll(calleesOf.getOrDefault(next, Set.of()));
            }
        }
        return seen;
    }
}
