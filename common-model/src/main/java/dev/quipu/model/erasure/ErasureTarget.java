package dev.quipu.model.erasure;

import dev.quipu.model.TraceId;
import java.util.Optional;

/** What a request for erasure names. */
public sealed interface ErasureTarget {

    /** Which member of the family a target is. */
    enum Kind {
        ATTRIBUTE,
        TRACE,
        COMPONENT
    }

    Kind kind();

    /**
     * Every record that says this anywhere in its attributes, its events', links' and exemplars', its scope's, resource's
     * and metric's, or in the entries of its body: nested as deep as may be, under the attribute's own key or the nearest
     * map entry's. Text that only mentions the value, in a name or a message, is no attribute and stays.
     *
     * @param value as text; also finds numbers and truth values, as {@link dev.quipu.model.query.EqualityTest} says
     */
    record OfAttribute(String key, String value) implements ErasureTarget {

        /** @throws IllegalArgumentException when the key or the value is empty, which would find what nobody named */
        public OfAttribute {
            if (key.isEmpty() || value.isEmpty()) {
                throw new IllegalArgumentException(
                        "attribute: expected a key and a value, got an empty " + (key.isEmpty() ? "key" : "value"));
            }
        }

        @Override
        public Kind kind() {
            return Kind.ATTRIBUTE;
        }
    }

    /** The spans and log records of a trace. Points and other traces' links that point to it stay. */
    record OfTrace(TraceId traceId) implements ErasureTarget {
        @Override
        public Kind kind() {
            return Kind.TRACE;
        }
    }

    /**
     * Every record of a component.
     *
     * @param namespace empty for components without one
     * @param instanceId when absent, all instances; when empty, those that say none
     */
    record OfComponent(String namespace, String name, Optional<String> instanceId) implements ErasureTarget {

        /** @throws IllegalArgumentException when the name is empty */
        public OfComponent {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("component: expected a service name, got an empty one");
            }
        }

        @Override
        public Kind kind() {
            return Kind.COMPONENT;
        }
    }
}
