package dev.quipu.analysis.explanation;

import dev.quipu.analysis.trace.CallTree;
import dev.quipu.analysis.trace.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Many traces laid over each other. */
@Schema(
        name = "FlameGraph",
        description = "Traces laid over each other: spans with the same operations on the way down from the root are"
                + " one node. Divided by the traces, the criticalNanos of all nodes add up to the mean duration.")
public record FlameGraphAnswer(
        @Schema(description = "Traces that were laid over each other.", examples = "20")
        long traces,

        @Schema(description = "Spans beyond the nodes that an answer may have, which are not in it.", examples = "0")
        long spansLeftOut,

        @Schema(description = "Each node before what it calls.")
        List<Node> nodes,

        @Schema(
                description = "Whether only the newest traces were read, because there are more than one answer may"
                        + " read; of one trace, whether storage left spans out.",
                examples = "false")
        boolean truncated) {

    public FlameGraphAnswer {
        nodes = List.copyOf(nodes);
    }

    /** One place of the call tree. */
    @Schema(name = "FlameGraphNode", description = "One place of the call tree.")
    public record Node(
            @Schema(description = "Calls above it; 0 for roots.", examples = "1")
            int depth,

            @Schema(description = "What its spans do.") OperationName operation,

            @Schema(description = "What is known of them.") CallFigures figures) {}

    private record Place(int depth, CallTree.Node node) {}

    static FlameGraphAnswer of(CallTree tree, boolean truncated) {
        List<Node> nodes = new ArrayList<>();
        Deque<Place> open = new ArrayDeque<>();
        open.push(new Place(-1, tree.top()));
        while (!open.isEmpty()) {
            Place place = open.pop();
            if (place.depth() >= 0) {
                Operation operation = place.node().operation();
                nodes.add(new Node(
                        place.depth(),
                        OperationName.of(operation),
                        CallFigures.of(place.node().figures())));
            }
            List<CallTree.Node> below = new ArrayList<>(place.node().children().values());
            for (int i = below.size() - 1; i >= 0; i--) {
                open.push(new Place(place.depth() + 1, below.get(i)));
            }
        }
        return new FlameGraphAnswer(tree.traces(), tree.spansLeftOut(), nodes, truncated);
    }
}
