package dev.quipu.analysis.jaeger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why an answer is an error, or what is missing from it.
 *
 * @param code the HTTP status of an error; 0, and not written, for a remark
 * @param traceID empty, and not written, when it is not about one trace
 */
@RegisterForReflection
@Schema(description = "Why the answer is an error, or what is missing from it.")
public record JaegerError(
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        @Schema(description = "The HTTP status, left out of a remark on an answer that is no error.", examples = "404")
        int code,

        @Schema(description = "A sentence for people.", examples = "trace not found")
        String msg,

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Schema(
                description = "The trace that it is about, if it is about one.",
                examples = "83a9efd15c1c98a977e0711cc93ee28b")
        String traceID) {

    public static JaegerError of(int code, String msg) {
        return new JaegerError(code, msg, "");
    }

    public static JaegerError remark(String msg) {
        return new JaegerError(0, msg, "");
    }

    public static JaegerError remark(String msg, String traceID) {
        return new JaegerError(0, msg, traceID);
    }
}
