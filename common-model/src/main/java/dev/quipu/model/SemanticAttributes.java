package dev.quipu.model;

/** Attribute keys of the OpenTelemetry semantic conventions that Quipu reads or writes. */
public final class SemanticAttributes {

    public static final String SERVICE_NAME = "service.name";
    public static final String SERVICE_NAMESPACE = "service.namespace";
    public static final String SERVICE_INSTANCE_ID = "service.instance.id";

    public static final String PEER_SERVICE = "peer.service";
    public static final String NETWORK_LOCAL_ADDRESS = "network.local.address";
    public static final String NETWORK_LOCAL_PORT = "network.local.port";
    public static final String NETWORK_PEER_ADDRESS = "network.peer.address";
    public static final String NETWORK_PEER_PORT = "network.peer.port";

    public static final String ERROR_TYPE = "error.type";

    private SemanticAttributes() {}
}
