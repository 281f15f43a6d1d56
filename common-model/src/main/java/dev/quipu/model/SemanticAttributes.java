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

    public static final String SERVER_ADDRESS = "server.address";
    public static final String DB_SYSTEM_NAME = "db.system.name";
    public static final String DB_NAMESPACE = "db.namespace";
    public static final String MESSAGING_SYSTEM = "messaging.system";
    public static final String MESSAGING_DESTINATION_NAME = "messaging.destination.name";

    /** Before {@link #SERVER_ADDRESS}. */
    public static final String NET_PEER_NAME = "net.peer.name";

    /** Before {@link #DB_SYSTEM_NAME}. */
    public static final String DB_SYSTEM = "db.system";

    /** Before {@link #DB_NAMESPACE}. */
    public static final String DB_NAME = "db.name";

    public static final String ERROR_TYPE = "error.type";

    private SemanticAttributes() {}
}
