package dev.quipu.analysis.jaeger;

import dev.quipu.analysis.graph.GraphReader;
import dev.quipu.analysis.graph.ServiceGraph;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.rollup.CallNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the calls between services that send spans, by their names. */
@ApplicationScoped
public class Dependencies {

    private final GraphReader graphs;

    Dependencies(GraphReader graphs) {
        this.graphs = graphs;
    }

    private record Call(String caller, String callee) {}

    /**
     * @param service keeps only the calls that it is part of; empty keeps all
     */
    public Uni<JaegerDependencies> count(String tenant, Window window, String service) {
        return graphs.graph(tenant, window, Optional.of(service).filter(name -> !name.isEmpty()))
                .map(graph -> JaegerDependencies.of(links(graph)));
    }

    private static List<JaegerDependencies.Link> links(ServiceGraph graph) {
        Map<Call, Long> counts = new HashMap<>();
        graph.edges().forEach((key, edge) -> {
            if (isComponent(key.caller())
                    && isComponent(key.callee())
                    && !key.caller().name().equals(key.callee().name())) {
                counts.merge(new Call(key.caller().name(), key.callee().name()), edge.calls(), Long::sum);
            }
        });
        return counts.entrySet().stream()
                .map(count -> new JaegerDependencies.Link(
                        count.getKey().caller(), count.getKey().callee(), count.getValue()))
                .toList();
    }

    private static boolean isComponent(CallNode node) {
        return node.kind() == CallNode.Kind.COMPONENT;
    }
}
