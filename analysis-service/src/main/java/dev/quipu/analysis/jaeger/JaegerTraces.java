package dev.quipu.analysis.jaeger;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The answer to a question for traces; written piece by piece by {@link TracesDocument}. */
@Schema(description = "Traces in Jaeger's envelope.")
public record JaegerTraces(
        @Schema(description = "The traces, best first.") List<JaegerTrace> data,

        @Schema(description = "How many traces are given.", examples = "1")
        int total,

        @Schema(description = "How many were asked for.", examples = "20")
        int limit,

        @Schema(description = "Always 0.", examples = "0") int offset,

        @Schema(description = "What is missing from the answer; null when nothing is.", nullable = true) @Nullable
        List<JaegerError> errors) {}
