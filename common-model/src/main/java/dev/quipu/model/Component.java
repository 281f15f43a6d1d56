package dev.quipu.model;

import java.util.List;

/**
 * A monitored thing, identified within a tenant as OpenTelemetry identifies a service instance.
 *
 * @param namespace {@code service.namespace}, empty when absent
 * @param name {@code service.name}; {@value #UNKNOWN_NAME} when absent or empty
 * @param instanceId {@code service.instance.id}, empty when absent
 */
public record Component(String namespace, String name, String instanceId) implements Comparable<Component> {

    /** The name that the OpenTelemetry specification gives to a resource without {@code service.name}. */
    public static final String UNKNOWN_NAME = "unknown_service";

    public Component {
        name = name.isEmpty() ? UNKNOWN_NAME : name;
    }

    /** Reads the identity from resource attributes; of a repeated key the first string counts. */
    public static Component of(List<KeyValue> resourceAttributes) {
        return new Component(
                string(resourceAttributes, SemanticAttributes.SERVICE_NAMESPACE),
                string(resourceAttributes, SemanticAttributes.SERVICE_NAME),
                string(resourceAttributes, SemanticAttributes.SERVICE_INSTANCE_ID));
    }

    private static String string(List<KeyValue> attributes, String key) {
        for (KeyValue attribute : attributes) {
            if (attribute.key().equals(key) && attribute.value() instanceof AnyValue.StringValue text) {
                return text.value();
            }
        }
        return "";
    }

    @Override
    public int compareTo(Component other) {
        int byNamespace = namespace.compareTo(other.namespace);
        int byName = byNamespace != 0 ? byNamespace : name.compareTo(other.name);
        return byName != 0 ? byName : instanceId.compareTo(other.instanceId);
    }
}
