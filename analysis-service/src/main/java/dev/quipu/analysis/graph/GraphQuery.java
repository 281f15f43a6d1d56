package dev.quipu.analysis.graph;

import dev.quipu.analysis.read.Window;
import dev.quipu.model.rollup.CallNode;
import java.util.Optional;

/**
 * Which calls are asked for.
 *
 * @param service only calls by or of components of this name; empty for all
 */
public record GraphQuery(Window window, Optional<String> service) {

    public GraphQuery {
        service = service.filter(name -> !name.isEmpty());
    }

    boolean isWanted(Edge.Key key) {
        return service.map(name -> isOf(key.caller(), name) || isOf(key.callee(), name))
                .orElse(true);
    }

    private static boolean isOf(CallNode node, String service) {
        return node.kind() == CallNode.Kind.COMPONENT && node.name().equals(service);
    }
}
