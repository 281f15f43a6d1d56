package dev.quipu.analysis.graph;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import dev.quipu.model.SemanticAttributes;
import dev.quipu.model.Span;
import java.util.Optional;

/** Names what a span says that it talks to, by the semantic conventions of databases, messaging and networks. */
final class Peer {

    private Peer() {}

    /** Empty when the span does not say. */
    static Optional<Node> of(Span span) {
        Optional<String> database =
                first(span, SemanticAttributes.DB_SYSTEM_NAME).or(() -> first(span, SemanticAttributes.DB_SYSTEM));
        if (database.isPresent()) {
            Optional<String> namespace =
                    first(span, SemanticAttributes.DB_NAMESPACE).or(() -> first(span, SemanticAttributes.DB_NAME));
            return Optional.of(new Node(
                    Node.Kind.DATABASE,
                    "",
                    database.get() + namespace.map(name -> "/" + name).orElse("")));
        }
        Optional<Node> destination = destination(span);
        return destination.isPresent()
                ? destination
                : first(span, SemanticAttributes.PEER_SERVICE)
                        .or(() -> first(span, SemanticAttributes.SERVER_ADDRESS))
                        .or(() -> first(span, SemanticAttributes.NET_PEER_NAME))
                        .or(() -> first(span, SemanticAttributes.NETWORK_PEER_ADDRESS))
                        .map(name -> new Node(Node.Kind.PEER, "", name));
    }

    /** The queue or topic of a message; empty when there is none. */
    static Optional<Node> destination(Span span) {
        Optional<String> system = first(span, SemanticAttributes.MESSAGING_SYSTEM);
        return first(span, SemanticAttributes.MESSAGING_DESTINATION_NAME)
                .or(() -> system)
                .map(name -> new Node(Node.Kind.MESSAGING, "", name));
    }

    private static Optional<String> first(Span span, String key) {
        for (KeyValue attribute : span.attributes()) {
            if (attribute.key().equals(key) && attribute.value() instanceof AnyValue.StringValue text) {
                return Optional.of(text.value()).filter(value -> !value.isEmpty());
            }
        }
        return Optional.empty();
    }
}
