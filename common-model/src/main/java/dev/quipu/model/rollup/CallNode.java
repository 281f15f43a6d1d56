package dev.quipu.model.rollup;

import dev.quipu.model.CatalogText;
import dev.quipu.model.Component;
import java.util.Comparator;

/**
 * Who calls or is called.
 *
 * @param namespace of a component, empty when absent
 * @param name of a component, or what it is called by
 */
public record CallNode(Kind kind, String namespace, String name) implements Comparable<CallNode> {

    /** What it is known by. The order is part of the format: new ones come last. */
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

    public static final CallNode USER = new CallNode(Kind.USER, "", "user");
    public static final CallNode UNKNOWN = new CallNode(Kind.UNKNOWN, "", "unknown");

    private static final Comparator<CallNode> ORDER =
            Comparator.comparing(CallNode::kind).thenComparing(CallNode::name).thenComparing(CallNode::namespace);

    /** Texts are kept as the catalog of names keeps them. */
    public CallNode {
        namespace = CatalogText.bounded(namespace, CatalogText.MAX_NAME);
        name = CatalogText.bounded(name, CatalogText.MAX_NAME);
    }

    /** All instances of a component are one. */
    public static CallNode of(Component component) {
        return new CallNode(Kind.COMPONENT, component.namespace(), component.name());
    }

    boolean isComponent(String itsName) {
        return kind == Kind.COMPONENT && name.equals(itsName);
    }

    CallNode named(String otherName) {
        return new CallNode(kind, "", otherName);
    }

    @Override
    public int compareTo(CallNode other) {
        return ORDER.compare(this, other);
    }
}
