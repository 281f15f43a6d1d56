package dev.quipu.analysis.graph;

import dev.quipu.model.SemanticAttributes;
import dev.quipu.model.rollup.CallNode;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a span says that it talks to, by the semantic conventions of databases, messaging and networks.
 *
 * @param node that it talks to; empty when it does not say
 * @param destination the queue or topic of its message; empty when there is none
 */
record Peer(Optional<CallNode> node, Optional<CallNode> destination) {

    /** Of a span that says nothing. */
    static final Peer NONE = new Peer(Optional.empty(), Optional.empty());

    /** @param attribute gives the value of a key; empty text when there is none */
    static Peer of(UnaryOperator<String> attribute) {
        Optional<CallNode> destination = destination(attribute);
        Optional<CallNode> node = database(attribute).or(() -> destination).or(() -> address(attribute));
        return node.isEmpty() ? NONE : new Peer(node, destination);
    }

    private static Optional<CallNode> database(UnaryOperator<String> attribute) {
        Optional<String> namespace = first(attribute, SemanticAttributes.DB_NAMESPACE, SemanticAttributes.DB_NAME);
        return first(attribute, SemanticAttributes.DB_SYSTEM_NAME, SemanticAttributes.DB_SYSTEM)
                .map(system -> new CallNode(
                        CallNode.Kind.DATABASE,
                        "",
                        system + namespace.map(name -> "/" + name).orElse("")));
    }

    private static Optional<CallNode> destination(UnaryOperator<String> attribute) {
        return first(attribute, SemanticAttributes.MESSAGING_DESTINATION_NAME, SemanticAttributes.MESSAGING_SYSTEM)
                .map(name -> new CallNode(CallNode.Kind.MESSAGING, "", name));
    }

    private static Optional<CallNode> address(UnaryOperator<String> attribute) {
        return first(
                        attribute,
                        SemanticAttributes.PEER_SERVICE,
                        SemanticAttributes.SERVER_ADDRESS,
                        SemanticAttributes.NET_PEER_NAME,
                        SemanticAttributes.NETWORK_PEER_ADDRESS)
                .map(name -> new CallNode(CallNode.Kind.PEER, "", name));
    }

    private static Optional<String> first(UnaryOperator<String> attribute, String... keys) {
        for (String key : keys) {
            String value = attribute.apply(key);
            if (!value.isEmpty()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
