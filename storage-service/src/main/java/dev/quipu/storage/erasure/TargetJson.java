package dev.quipu.storage.erasure;

import dev.quipu.model.TraceId;
import dev.quipu.model.erasure.ErasureTarget;
import dev.quipu.model.erasure.ErasureTarget.OfAttribute;
import dev.quipu.model.erasure.ErasureTarget.OfComponent;
import dev.quipu.model.erasure.ErasureTarget.OfTrace;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A target as it is asked for, answered and kept. */
public final class TargetJson {

    private static final String ATTRIBUTE = "attribute";
    private static final String TRACE = "traceId";
    private static final String COMPONENT = "component";
    private static final String NAMESPACE = "serviceNamespace";
    private static final String NAME = "serviceName";
    private static final String INSTANCE = "serviceInstanceId";

    private TargetJson() {}

    /** With one member, named by the kind of target. */
    public static JsonObject of(ErasureTarget target) {
        return switch (target.kind()) {
            case ATTRIBUTE -> {
                OfAttribute attribute = (OfAttribute) target;
                yield new JsonObject()
                        .put(
                                ATTRIBUTE,
                                new JsonObject().put("key", attribute.key()).put("value", attribute.value()));
            }
            case TRACE ->
                new JsonObject().put(TRACE, ((OfTrace) target).traceId().toString());
            case COMPONENT -> {
                OfComponent component = (OfComponent) target;
                JsonObject json =
                        new JsonObject().put(NAMESPACE, component.namespace()).put(NAME, component.name());
                component.instanceId().ifPresent(id -> json.put(INSTANCE, id));
                yield new JsonObject().put(COMPONENT, json);
            }
        };
    }

    /** The reverse of {@link #of}. */
    public static ErasureTarget read(JsonObject json) {
        @Nullable JsonObject attribute = json.getJsonObject(ATTRIBUTE);
        if (attribute != null) {
            return new OfAttribute(attribute.getString("key"), attribute.getString("value"));
        }
        @Nullable String trace = json.getString(TRACE);
        if (trace != null) {
            return new OfTrace(TraceId.parse(trace));
        }
        JsonObject component = json.getJsonObject(COMPONENT);
        return new OfComponent(
                component.getString(NAMESPACE),
                component.getString(NAME),
                Optional.ofNullable(component.getString(INSTANCE)));
    }

    /** SHA-256 of the target's JSON, in hex: tells nothing of it, and proves it to whoever knows it. */
    public static String sha256(ErasureTarget target) {
        try {
            byte[] text = of(target).encode().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
