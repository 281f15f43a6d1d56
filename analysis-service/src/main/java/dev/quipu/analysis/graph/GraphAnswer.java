package dev.quipu.analysis.graph;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.analysis.client.FoundRollup;
import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.CallNode;
import dev.quipu.model.rollup.RollupCell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who calls whom. */
@Schema(name = "ServiceGraph", description = "Who calls whom, by the spans that started within a window.")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record GraphAnswer(
        @Schema(
                description = "Start of the window, widened to a whole step.",
                implementation = String.class,
                format = "date-time")
        Instant from,

        @Schema(
                description = "End of the window, widened to a whole step.",
                implementation = String.class,
                format = "date-time")
        Instant to,

        @Schema(description = "Components, and what is known by their calls only.")
        List<GraphNode> nodes,

        @Schema(description = "Calls, by caller.") List<GraphEdge> edges,

        @Schema(
                description = "Everything acknowledged before this is told; absent when nothing was analysed yet.",
                implementation = String.class,
                format = "date-time")
        Optional<Instant> watermark,

        @Schema(
                description = "Stored spans of the window that are not told yet, because they are still to be analysed"
                        + " or could not be.",
                examples = "0")
        long pendingSpans) {

    public GraphAnswer {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /** Who calls or is called. */
    @Schema(name = "ServiceGraphNode", description = "Who calls or is called.")
    public record GraphNode(
            @Schema(description = "By which edges name it.", examples = "component/shop/cart")
            String id,

            @Schema(
                    description =
                            "What it is known by: `component` its own spans; `database`, `messaging` and `peer` what"
                                    + " others say whom they talk to; `user` calls that nobody seen made; `unknown` calls by"
                                    + " somebody whose spans are missing.",
                    examples = "component")
            String kind,

            @Schema(description = "service.namespace of a component; empty when absent.", examples = "shop")
            String namespace,

            @Schema(description = "service.name of a component, or what it is called by.", examples = "cart")
            String name) {
        static GraphNode of(CallNode node) {
            return new GraphNode(idOf(node), word(node.kind()), node.namespace(), node.name());
        }
    }

    /** The calls of one to another. */
    @Schema(name = "ServiceGraphEdge", description = "The calls of one to another.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record GraphEdge(
            @Schema(description = "Id of the caller's node.", examples = "component/shop/frontend")
            String caller,

            @Schema(description = "Id of the callee's node.", examples = "component/shop/cart")
            String callee,

            @Schema(description = "`call`, `message` or `query` of a database.", examples = "call")
            String type,

            @Schema(description = "Calls that were seen.", examples = "1200")
            long calls,

            @Schema(description = "Calls that were made, per second.", examples = "20.0")
            double ratePerSecond,

            @Schema(description = "Calls that were seen and failed.", examples = "12")
            long errors,

            @Schema(description = "Share of the calls that were made and failed.", examples = "0.01")
            double errorRatio,

            @Schema(
                    description = "As the caller saw it; absent when it has no spans of it.",
                    implementation = Times.class)
            Optional<Times> client,

            @Schema(
                    description = "As the callee saw it; absent when it has no spans of it.",
                    implementation = Times.class)
            Optional<Times> server,

            @Schema(
                    description =
                            "The search for the spans at one end: the callee's, or the caller's where it has none.",
                    examples = "service = \"cart\" && (kind = server || kind = consumer)")
            String search) {}

    /** How long calls took. */
    @Schema(name = "ServiceGraphTimes", description = "How long calls took, within 1 % of the exact quantiles.")
    public record Times(
            @Schema(description = "Median duration.", examples = "18000000.0")
            double p50Nanos,

            @Schema(description = "What 19 in 20 do not exceed.", examples = "60000000.0")
            double p95Nanos,

            @Schema(description = "What 99 in 100 do not exceed.", examples = "110000000.0")
            double p99Nanos) {
        static Optional<Times> of(RollupCell cell) {
            return cell.spans() == 0
                    ? Optional.empty()
                    : Optional.of(
                            new Times(cell.quantileNanos(0.5), cell.quantileNanos(0.95), cell.quantileNanos(0.99)));
        }
    }

    static GraphAnswer of(GraphQuery query, FoundRollup<CallKey> found) {
        double seconds = found.to().getEpochSecond() - found.from().getEpochSecond();
        List<Map.Entry<Edge.Key, Edge>> edges = ServiceGraph.of(found.rollup()).edges().entrySet().stream()
                .filter(edge -> query.isWanted(edge.getKey()))
                .toList();
        TreeSet<CallNode> nodes = new TreeSet<>();
        edges.forEach(edge -> {
            nodes.add(edge.getKey().caller());
            nodes.add(edge.getKey().callee());
        });
        return new GraphAnswer(
                found.from(),
                found.to(),
                nodes.stream().map(GraphNode::of).toList(),
                edges.stream()
                        .map(edge -> edge(edge.getKey(), edge.getValue(), seconds))
                        .toList(),
                found.watermark(),
                found.pendingRecords());
    }

    private static GraphEdge edge(Edge.Key key, Edge edge, double seconds) {
        return new GraphEdge(
                idOf(key.caller()),
                idOf(key.callee()),
                key.type().name().toLowerCase(Locale.ROOT),
                edge.calls(),
                edge.weight() / seconds,
                edge.failed(),
                edge.weight() == 0 ? 0 : edge.failedWeight() / edge.weight(),
                Times.of(edge.seenByCaller()),
                Times.of(edge.seenByCallee()),
                search(key));
    }

    private static String idOf(CallNode node) {
        return word(node.kind()) + "/" + node.namespace() + "/" + node.name();
    }

    private static String word(CallNode.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String search(Edge.Key key) {
        boolean isOfCallee = key.callee().kind() == CallNode.Kind.COMPONENT;
        CallNode end = isOfCallee ? key.callee() : key.caller();
        List<RecordFilter> parts = new ArrayList<>();
        if (!end.namespace().isEmpty()) {
            parts.add(is(Field.Intrinsic.NAMESPACE, end.namespace()));
        }
        parts.add(is(Field.Intrinsic.SERVICE, end.name()));
        parts.add(RecordFilter.or(List.of(
                is(Field.Intrinsic.KIND, isOfCallee ? "server" : "client"),
                is(Field.Intrinsic.KIND, isOfCallee ? "consumer" : "producer"))));
        return RecordFilter.and(parts).toString();
    }

    private static RecordFilter is(Field.Intrinsic field, String value) {
        return new RecordFilter.Compare(field, Operator.EQUAL, new Literal.Text(value));
    }
}
