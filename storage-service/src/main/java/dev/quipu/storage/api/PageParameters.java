package dev.quipu.storage.api;

import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.search.RowOrder;
import dev.quipu.storage.search.RowQuery;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** What every search is asked with besides its condition and order: a time range and a page. */
abstract class PageParameters {

    @Parameter(
            description =
                    "Records of this time or after: RFC 3339 or nanoseconds since 1970. Default: an hour ago. A span"
                            + " counts by its start, a log record without a time of its own by when it was observed.",
            example = "2026-01-01T00:00:00Z")
    @QueryParam("from")
    Optional<String> from = Optional.empty();

    @Parameter(
            description = "Records before this: RFC 3339 or nanoseconds since 1970. Default: now and what is ahead.",
            example = "2026-01-01T01:00:00Z")
    @QueryParam("to")
    Optional<String> to = Optional.empty();

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
    <R extends RecordRows> RowQuery<R> query(
            String tenant, String condition, RowOrder<R> order, StorageConfig.Search config) {
        return new RowQuery<>(
                tenant,
                RecordFilter.parse(order.signal(), condition),
                Times.range(from, to, config.defaultLookback()),
                order,
                Limit.of(limit, config.defaultLimit(), config.maxLimit()),
                cursor);
    }
}
