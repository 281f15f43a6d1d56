package dev.quipu.storage.relations;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Span;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The other end of a call.
 *
 * @param kind what it is
 * @param component which it is; one that sends nothing itself has only a name
 */
public record Peer(Kind kind, Component component) implements Comparable<Peer> {

    private static final Comparator<Peer> ORDER =
            Comparator.comparing(Peer::component).thenComparing(Peer::kind);

    /** How each is named by a span that calls it, the best first. */
    private static final List<String> DATABASE = List.of("db.system.name", "db.system");

    private static final List<String> DATABASE_NAME = List.of("db.namespace", "db.name", "server.address");
    private static final List<String> MESSAGING = List.of("messaging.system");
    private static final List<String> DESTINATION = List.of("messaging.destination.name", "messaging.destination");
    private static final List<String> ADDRESS =
            List.of("peer.service", "service.peer.name", "server.address", "net.peer.name", "network.peer.address");

    /** What a peer is. */
    public enum Kind {
        /** It sends records of its own. */
        COMPONENT,
        DATABASE,
        MESSAGING,
        /** Something else that only its callers tell of. */
        EXTERNAL
    }

    static Peer of(Component component) {
        return new Peer(Kind.COMPONENT, component);
    }

    /** What a span calls that nothing else tells of; empty when the span does not say. */
    static Optional<Peer> calledBy(Span span) {
        Optional<String> database = first(span, DATABASE);
        if (database.isPresent()) {
            return Optional.of(named(
                    Kind.DATABASE,
                    first(span, DATABASE_NAME)
                            .map(name -> database.get() + " " + name)
                            .orElse(database.get())));
        }
        Optional<String> messaging = first(span, MESSAGING);
        if (messaging.isPresent()) {
            return Optional.of(named(
                    Kind.MESSAGING,
                    first(span, DESTINATION)
                            .map(name -> messaging.get() + " " + name)
                            .orElse(messaging.get())));
        }
        return first(span, ADDRESS).map(name -> named(Kind.EXTERNAL, name));
    }

    private static Peer named(Kind kind, String name) {
        return new Peer(kind, new Component("", name, ""));
    }

    private static Optional<String> first(Span span, List<String> keys) {
        return keys.stream()
                .flatMap(key -> span.attributes().stream()
                        .filter(attribute -> attribute.key().equals(key))
                        .limit(1))
                .map(KeyValue::value)
                .map(value -> value instanceof AnyValue.StringValue text ? text.value() : "")
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    @Override
    public int compareTo(Peer other) {
        return ORDER.compare(this, other);
    }
}
