package dev.quipu.analysis.jaeger;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A resource. */
@RegisterForReflection
@Schema(description = "What produced spans: an OTLP resource.")
public record JaegerProcess(
        @Schema(description = "`service.name`, or `unknown_service` when the resource has none.", examples = "checkout")
        String serviceName,

        @Schema(description = "The other resource attributes.")
        List<JaegerTag> tags) {

    public JaegerProcess {
        tags = List.copyOf(tags);
    }
}
