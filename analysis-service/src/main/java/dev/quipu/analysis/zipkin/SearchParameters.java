package dev.quipu.analysis.zipkin;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

/** The query parameters of {@code GET /api/v2/traces}, as sent. */
public record SearchParameters(
        @RestQuery @Parameter(description = "Only spans of this service.", example = "checkout")
        Optional<String> serviceName,

        @RestQuery @Parameter(description = "Only spans that name this service as their peer.", example = "payment")
        Optional<String> remoteServiceName,

        @RestQuery @Parameter(description = "Only spans of this name.", example = "post /cart")
        Optional<String> spanName,

        @RestQuery
        @Parameter(
                description = "Only spans with all of these, joined by ` and `: `key=value` is a tag of the span or"
                        + " an attribute of its resource, `word` an annotation of that name or a tag of any value.",
                example = "error and http.method=GET")
        Optional<String> annotationQuery,

        @RestQuery @Parameter(description = "Only spans at least this long, in microseconds.", example = "100000")
        Optional<String> minDuration,

        @RestQuery @Parameter(description = "Only spans at most this long, in microseconds.", example = "900000")
        Optional<String> maxDuration,

        @RestQuery
        @Parameter(
                description = "Only spans that start at or before this, in milliseconds since 1970; now when absent.",
                example = "1706682509000")
        Optional<String> endTs,

        @RestQuery
        @Parameter(
                description = "Only spans that start at most this long before endTs, in milliseconds.",
                example = "86400000")
        Optional<String> lookback,

        @RestQuery @Parameter(description = "How many traces to give.", example = "10")
        Optional<String> limit) {}
