package dev.quipu.analysis.zipkin;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import dev.quipu.model.SemanticAttributes;
import dev.quipu.model.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zipkin2.Endpoint;

/**
 * Those attributes of a span that are endpoints and marks in Zipkin's shape, and the rest of them. The collector
 * appends them after a span's tags, so that of a key that is there twice the last is the endpoint's.
 */
final class EndpointAttributes {

    private static final String LOCAL_IPV6 = "zipkin.local.ipv6";
    private static final String REMOTE_IPV6 = "zipkin.remote.ipv6";
    private static final String SHARED = "zipkin.shared";
    private static final String DEBUG = "zipkin.debug";
    private static final int MAX_PORT = 65_535;

    private final Map<String, AnyValue> taken = new HashMap<>();
    private final List<KeyValue> rest = new ArrayList<>();

    private EndpointAttributes() {}

    static EndpointAttributes takenFrom(Span span) {
        EndpointAttributes endpoints = new EndpointAttributes();
        List<KeyValue> attributes = span.attributes();
        for (int i = attributes.size() - 1; i >= 0; i--) {
            KeyValue attribute = attributes.get(i);
            if (isOfEndpoint(attribute) && !endpoints.taken.containsKey(attribute.key())) {
                endpoints.taken.put(attribute.key(), attribute.value());
            } else {
                endpoints.rest.add(0, attribute);
            }
        }
        return endpoints;
    }

    private static boolean isOfEndpoint(KeyValue attribute) {
        AnyValue.Kind kind = attribute.value().kind();
        return switch (attribute.key()) {
            case SemanticAttributes.PEER_SERVICE -> kind == AnyValue.Kind.STRING;
            case SemanticAttributes.NETWORK_LOCAL_ADDRESS,
                    SemanticAttributes.NETWORK_PEER_ADDRESS,
                    LOCAL_IPV6,
                    REMOTE_IPV6 ->
                attribute.value() instanceof AnyValue.StringValue text
                        && Endpoint.newBuilder().parseIp(text.value());
            case SemanticAttributes.NETWORK_LOCAL_PORT, SemanticAttributes.NETWORK_PEER_PORT ->
                attribute.value() instanceof AnyValue.IntValue port && port.value() > 0 && port.value() <= MAX_PORT;
            case SHARED, DEBUG -> attribute.value() instanceof AnyValue.BoolValue mark && mark.value();
            default -> false;
        };
    }

    /** In their order. */
    List<KeyValue> rest() {
        return rest;
    }

    boolean isShared() {
        return taken.containsKey(SHARED);
    }

    boolean isDebug() {
        return taken.containsKey(DEBUG);
    }

    /** Empty when no peer is named. */
    String remoteName() {
        return text(SemanticAttributes.PEER_SERVICE);
    }

    @Nullable
    Endpoint local(String serviceName) {
        return endpoint(
                serviceName,
                text(SemanticAttributes.NETWORK_LOCAL_ADDRESS),
                text(LOCAL_IPV6),
                taken.get(SemanticAttributes.NETWORK_LOCAL_PORT));
    }

    @Nullable
    Endpoint remote(String serviceName) {
        return endpoint(
                serviceName,
                text(SemanticAttributes.NETWORK_PEER_ADDRESS),
                text(REMOTE_IPV6),
                taken.get(SemanticAttributes.NETWORK_PEER_PORT));
    }

    private static @Nullable Endpoint endpoint(
            String serviceName, String address, String ipv6, @Nullable AnyValue port) {
        Endpoint.Builder builder = Endpoint.newBuilder().serviceName(serviceName);
        builder.parseIp(address);
        builder.parseIp(ipv6);
        if (port instanceof AnyValue.IntValue number) {
            builder.port((int) number.value());
        }
        Endpoint endpoint = builder.build();
        boolean isEmpty = endpoint.serviceName() == null
                && endpoint.ipv4() == null
                && endpoint.ipv6() == null
                && endpoint.portAsInt() == 0;
        return isEmpty ? null : endpoint;
    }

    private String text(String key) {
        return taken.get(key) instanceof AnyValue.StringValue text ? text.value() : "";
    }
}
