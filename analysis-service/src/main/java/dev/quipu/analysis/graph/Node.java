package dev.quipu.analysis.graph;

import dev.quipu.model.Component;
import java.util.Comparator;

/**
 * Who calls or is called.
 *
 * @param namespace of a component, empty when absent
 * @param name of a component, or what it is called by
 */
public record Node(Kind kind, String namespace, String name) implements Comparable<Node> {

    /** What it is known by. */
    public enum Kind {
        /** Its own spans. */
        COMPONENT,
        /** Client spans to a database that sends none. */
        DATABASE,
        /** Spans of those that send to it or receive from it, of which the other side is not seen. */
        MESSAGING,
        /** Client spans to something else that sends none. */
        PEER,
        /** Calls that nobody who sends spans made. */
        USER,
        /** Calls by somebody whose spans are missing. */
        UNKNOWN
    }

    static final Node USER = new Node(Kind.USER, "", "user");
    static final Node UNKNOWN = new Node(Kind.UNKNOWN, "", "unknown");

    private static final Comparator<Node> ORDER =
            Comparator.comparing(Node::kind).thenComparing(Node::name).thenComparing(Node::namespace);

    /** All instances of a component are one. */
    static Node of(Component component) {
        return new Node(Kind.COMPONENT, component.namespace(), component.name());
    }

    @Override
    public int compareTo(Node other) {
        return ORDER.compare(this, other);
    }
}
