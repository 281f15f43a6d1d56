package dev.quipu.analysis.jaeger;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A span name of a service. */
@Schema(description = "A span name and the kind of the spans that have it.")
public record JaegerOperation(
        @Schema(description = "The span name.", examples = "POST /cart")
        String name,

        @Schema(
                description = "client, server, producer, consumer or internal; empty when the spans state none.",
                examples = "server")
        String spanKind) {}
