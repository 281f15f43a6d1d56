package dev.quipu.analysis.jaeger;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A span event. */
@RegisterForReflection
@Schema(description = "What happened at a moment of a span: an OTLP event.")
public record JaegerLog(
        @Schema(description = "Microseconds since 1970 UTC.", examples = "1706678909209712")
        long timestamp,

        @Schema(description = "The event's name under the key `event`, then its attributes.")
        List<JaegerTag> fields) {

    public JaegerLog {
        fields = List.copyOf(fields);
    }
}
