package dev.quipu.model;

/** Attribute keys of the OpenTelemetry semantic conventions that Quipu reads. */
public final class SemanticAttributes {

    public static final String SERVICE_NAME = "service.name";
    public static final String SERVICE_NAMESPACE = "service.namespace";
    public static final String SERVICE_INSTANCE_ID = "service.instance.id";

    private SemanticAttributes() {}
}
