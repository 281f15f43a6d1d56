package dev.quipu.analysis.jaeger;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

/** The query parameters of {@code GET /api/traces}, as sent. */
public record SearchParameters(
        @RestQuery
        @Parameter(description = "The service to search; required unless traceID is given.", example = "checkout")
        Optional<String> service,

        @RestQuery @Parameter(description = "Only spans of this name.", example = "POST /cart")
        Optional<String> operation,

        @RestQuery
        @Parameter(
                description = "Only spans that have every tag of this JSON object of texts, as an attribute of the"
                        + " span, one of its events or its resource. `error`, `span.kind`, `otel.status_code`,"
                        + " `otel.status_description`, `otel.scope.name` and `event` stand for what the span itself"
                        + " says.",
                example = "{\"http.status_code\":\"500\"}")
        List<String> tags,

        @RestQuery @Parameter(description = "As tags, one key:value at a time.", example = "http.status_code:500")
        List<String> tag,

        @RestQuery
        @Parameter(
                description = "Only spans that start at or after this, in microseconds since 1970; now less the"
                        + " lookback when absent.",
                example = "1706678909000000")
        Optional<String> start,

        @RestQuery
        @Parameter(
                description = "Only spans that start at or before this, in microseconds since 1970; open when absent.",
                example = "1706682509000000")
        Optional<String> end,

        @RestQuery @Parameter(description = "How far before the end to look when start is absent.", example = "1h")
        Optional<String> lookback,

        @RestQuery @Parameter(description = "Only spans at least this long.", example = "100ms")
        Optional<String> minDuration,

        @RestQuery @Parameter(description = "Only spans at most this long.", example = "1.2s")
        Optional<String> maxDuration,

        @RestQuery @Parameter(description = "How many traces to give.", example = "20")
        Optional<String> limit,

        @RestQuery
        @Parameter(
                description = "The traces to give, 1 to 32 hex digits each; the other parameters then do not count.",
                example = "83a9efd15c1c98a977e0711cc93ee28b")
        List<String> traceID) {

    public SearchParameters {
        tags = List.copyOf(tags);
        tag = List.copyOf(tag);
        traceID = List.copyOf(traceID);
    }
}
