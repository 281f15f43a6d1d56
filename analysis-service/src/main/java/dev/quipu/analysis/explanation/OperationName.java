package dev.quipu.analysis.explanation;

import dev.quipu.analysis.read.SpanSearch;
import dev.quipu.analysis.trace.Operation;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An operation as answers show it. */
@Schema(name = "Operation", description = "What a span does, whoever asked and whichever instance it was.")
public record OperationName(
        @Schema(description = "service.namespace; empty when absent.", examples = "shop")
        String namespace,

        @Schema(description = "service.name.", examples = "cart")
        String component,

        @Schema(description = "The name of the span.", examples = "GET /cart/{id}")
        String spanName,

        @Schema(
                description = "unspecified, internal, server, client, producer or consumer; a number that OTLP does"
                        + " not know as it is.",
                examples = "server")
        String kind,

        @Schema(
                description = "The search that finds its spans.",
                examples = "service = \"cart\" && name = \"GET /cart/{id}\" && kind = server")
        String search) {

    static OperationName of(Operation operation) {
        return new OperationName(
                operation.namespace(),
                operation.component(),
                operation.spanName(),
                SpanSearch.kind(operation.kind()),
                SpanSearch.of(
                                operation.namespace(),
                                operation.component(),
                                Optional.of(operation.spanName()),
                                operation.kind())
                        .toString());
    }
}
