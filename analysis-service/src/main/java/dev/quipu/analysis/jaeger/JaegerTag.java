package dev.quipu.analysis.jaeger;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Jaeger's typed key and value.
 *
 * @param value a String, Boolean, Long or Double; see {@code type}
 */
@RegisterForReflection
@Schema(description = "A typed key and value.")
public record JaegerTag(
        @Schema(description = "The attribute's key.", examples = "http.status_code")
        String key,

        @Schema(
                description = "How to read the value.",
                enumeration = {"string", "bool", "int64", "float64", "binary"},
                examples = "int64")
        String type,

        @Schema(
                description = "Text, truth value or number. Binary is base64; an int64 beyond 2^53 - 1, NaN and the"
                        + " infinities are text; arrays and maps are JSON text under type string.",
                anyOf = {String.class, Boolean.class, Double.class},
                examples = "500")
        Object value) {

    static JaegerTag of(String key, String value) {
        return new JaegerTag(key, "string", value);
    }

    static JaegerTag of(String key, boolean value) {
        return new JaegerTag(key, "bool", value);
    }

    static JaegerTag of(String key, long value) {
        return new JaegerTag(key, "int64", value);
    }
}
