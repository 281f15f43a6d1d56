package dev.quipu.analysis.jaeger;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of Jaeger's answers. Viewers take any {@code errors} but null for a failure, so an answer that is
 * whole has none.
 */
@Schema(description = "Jaeger's envelope.")
public record JaegerAnswer<T>(
        @Schema(description = "The answer; null when the request failed.", nullable = true) @Nullable
        List<T> data,

        @Schema(description = "How many are given.", examples = "2")
        int total,

        @Schema(description = "Always 0.", examples = "0") int limit,

        @Schema(description = "Always 0.", examples = "0") int offset,

        @Schema(description = "Why the request failed; null when it did not.", nullable = true) @Nullable
        List<JaegerError> errors) {

    public static <T> JaegerAnswer<T> of(List<T> data) {
        return new JaegerAnswer<>(data, data.size(), 0, 0, null);
    }

    public static JaegerAnswer<String> failure(JaegerError error) {
        return new JaegerAnswer<>(null, 0, 0, 0, List.of(error));
    }
}
