package dev.quipu.analysis.jaeger;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A parent or a link. */
@RegisterForReflection
@Schema(description = "A reference to another span: the parent or an OTLP link.")
public record JaegerReference(
        @Schema(
                description = "CHILD_OF for the parent, FOLLOWS_FROM for a link.",
                enumeration = {"CHILD_OF", "FOLLOWS_FROM"},
                examples = "CHILD_OF")
        String refType,

        @Schema(description = "32 lower-case hex digits.", examples = "83a9efd15c1c98a977e0711cc93ee28b")
        String traceID,

        @Schema(description = "16 lower-case hex digits.", examples = "909541b92cf05311")
        String spanID) {

    static final String CHILD_OF = "CHILD_OF";
    static final String FOLLOWS_FROM = "FOLLOWS_FROM";
}
