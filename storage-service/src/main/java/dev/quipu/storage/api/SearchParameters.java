package dev.quipu.storage.api;

import dev.quipu.model.Signal;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.search.RowQuery;
import dev.quipu.storage.search.SpanOrder;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** What a search is asked with; the same for spans and for traces. */
public class SearchParameters {

    @Parameter(
            description =
                    "The condition, for instance `service = \"cart\" && span.http.response.status_code >= 500 && duration >"
                            + " 1s`. Empty: every span.",
            example = "service = \"cart\" && status = error")
    @QueryParam("q")
    @DefaultValue("")
    String q = "";

    @Parameter(
            description =
                    "Spans that start at or after this: RFC 3339 or nanoseconds since 1970. Default: an hour ago.",
            example = "2026-01-01T00:00:00Z")
    @QueryParam("from")
    Optional<String> from = Optional.empty();

    @Parameter(
            description =
                    "Spans that start before this: RFC 3339 or nanoseconds since 1970. Default: now and what is ahead.",
            example = "2026-01-01T01:00:00Z")
    @QueryParam("to")
    Optional<String> to = Optional.empty();

    @Parameter(description = "What comes first: `newest` by start, or `slowest` by duration.", example = "newest")
    @QueryParam("order")
    @DefaultValue("newest")
    String order = "newest";

    @Parameter(
            description = "Results on the page; capped by configuration.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
            example = "20")
    @QueryParam("limit")
    Optional<String> limit = Optional.empty();

    @Parameter(description = "The nextCursor of the page before; it brings that page's time range with it.")
    @QueryParam("cursor")
    Optional<String> cursor = Optional.empty();

    /**
     * @throws IllegalArgumentException when a parameter is not what it should be
     */
    RowQuery<SpanRows> query(String tenant, StorageConfig.Search config) {
        return new RowQuery<>(
                tenant,
                RecordFilter.parse(Signal.TRACES, q),
                Times.range(from, to, config.defaultLookback()),
                parseOrder(order),
                Limit.of(limit, config.defaultLimit(), config.maxLimit()),
                cursor);
    }

    private static SpanOrder parseOrder(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "newest" -> SpanOrder.NEWEST;
            case "slowest" -> SpanOrder.SLOWEST;
            default -> throw new IllegalArgumentException("order: expected newest or slowest, got '" + text + "'");
        };
    }
}
