package dev.quipu.analysis.graph;

import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCell;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who calls whom: the calls that are known, without those that were taken back. */
public final class ServiceGraph {

    private final SortedMap<Edge.Key, Edge> edges = new TreeMap<>();

    private ServiceGraph() {}

    public static ServiceGraph of(Rollup<CallKey> calls) {
        Map<CallKey, RollupCell> cells = calls.byKey();
        ServiceGraph graph = new ServiceGraph();
        cells.forEach((key, cell) -> {
            if (!key.isTakenBack()) {
                RollupCell mistaken = cells.get(key.takenBack());
                RollupCell left = mistaken == null ? cell : cell.without(mistaken);
                if (left.spans() > 0) {
                    graph.edges
                            .computeIfAbsent(new Edge.Key(key.caller(), key.callee(), key.type()), Edge::new)
                            .add(key, left);
                }
            }
        });
        return graph;
    }

    /** By caller, then callee. */
    public SortedMap<Edge.Key, Edge> edges() {
        return Collections.unmodifiableSortedMap(edges);
    }
}
