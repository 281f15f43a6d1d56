package dev.quipu.analysis.jaeger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A span in Jaeger's shape. Times are microseconds, cut off towards zero. */
@RegisterForReflection
@Schema(description = "A span.")
public record JaegerSpan(
        @Schema(description = "32 lower-case hex digits.", examples = "83a9efd15c1c98a977e0711cc93ee28b")
        String traceID,

        @Schema(description = "16 lower-case hex digits.", examples = "e127af99e3b3e074")
        String spanID,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        @Schema(description = "OTLP's flags, left out when zero; the lowest bit says that the trace was sampled.")
        long flags,

        @Schema(description = "The span name.", examples = "POST /cart")
        String operationName,

        @Schema(description = "The parent first, then the links.")
        List<JaegerReference> references,

        @Schema(description = "Microseconds since 1970 UTC.", examples = "1706678909209712")
        long startTime,

        @Schema(description = "Microseconds; 0 with a warning when the span ends before it starts.", examples = "123")
        long duration,

        @Schema(
                description = "The span's attributes, and kind, status, scope, trace state and dropped counts under the"
                        + " keys of the OpenTelemetry to Jaeger mapping.")
        List<JaegerTag> tags,

        @Schema(description = "The span's events.") List<JaegerLog> logs,

        @Schema(description = "Key into the trace's processes.", examples = "p1")
        String processID,

        @Schema(description = "What is odd about this span.")
        List<String> warnings) {

    public JaegerSpan {
        references = List.copyOf(references);
        tags = List.copyOf(tags);
        logs = List.copyOf(logs);
        warnings = List.copyOf(warnings);
    }
}
