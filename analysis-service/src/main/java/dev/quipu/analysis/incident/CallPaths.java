package dev.quipu.analysis.incident;

import dev.quipu.analysis.graph.ServiceGraph;
import dev.quipu.model.rollup.CallNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who calls whom, directly and through others. */
final class CallPaths {

    private final Map<String, Set<String>> callees = new HashMap<>();

    /** Nobody calls anybody. */
    CallPaths() {}

    static CallPaths of(ServiceGraph graph) {
        CallPaths paths = new CallPaths();
        graph.edges().keySet().forEach(edge -> {
            if (isComponent(edge.caller()) && isComponent(edge.callee())) {
                paths.add(name(edge.caller()), name(edge.callee()));
            }
        });
        return paths;
    }

    void add(String caller, String callee) {
        callees.computeIfAbsent(caller, unseen -> new HashSet<>()).add(callee);
    }

    private static boolean isComponent(CallNode node) {
        return node.kind() == CallNode.Kind.COMPONENT;
    }

    private static String name(CallNode node) {
        return ServedMinutes.name(node.namespace(), node.name());
    }

    /** Whether one is the other, or there is a way from one of them to the other. */
    boolean areConnected(String one, String other) {
        return reachableFrom(one).contains(other) || reachableFrom(other).contains(one);
    }

    /** All that a component calls, and itself. */
    Set<String> reachableFrom(String component) {
        Set<String> reached = new HashSet<>(Set.of(component));
        Deque<String> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (String callee : callees.getOrDefault(open.pop(), Set.of())) {
                if (reached.add(callee)) {
                    open.push(callee);
                }
            }
        }
        return reached;
    }
}
