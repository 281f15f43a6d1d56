package dev.quipu.storage.api;

import dev.quipu.model.Signal;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.LogRows;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.search.LogOrder;
import dev.quipu.storage.search.RowQuery;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** What a search for log records is asked with. */
public class LogSearchParameters {

    @Parameter(
            description =
                    "The condition, for instance `service = \"cart\" && severity >= warn && body has \"payment refused\" &&"
                            + " log.http.route contains \"/pay\"`. `has` looks for whole words, `contains` for any part."
                            + " Empty: every record.",
            example = "severity >= error && body has \"timeout\"")
    @QueryParam("q")
    @DefaultValue("")
    String q = "";

    @Parameter(
            description =
                    "Records of this time or after: RFC 3339 or nanoseconds since 1970. Default: an hour ago. A record"
                            + " without a time of its own counts by when it was observed.",
            example = "2026-01-01T00:00:00Z")
    @QueryParam("from")
    Optional<String> from = Optional.empty();

    @Parameter(
            description = "Records before this: RFC 3339 or nanoseconds since 1970. Default: now and what is ahead.",
            example = "2026-01-01T01:00:00Z")
    @QueryParam("to")
    Optional<String> to = Optional.empty();

    @Parameter(description = "What comes first: `newest` or `oldest`.", example = "newest")
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
    RowQuery<LogRows> query(String tenant, StorageConfig.Search config) {
        return new RowQuery<>(
                tenant,
                RecordFilter.parse(Signal.LOGS, q),
                Times.range(from, to, config.defaultLookback()),
                parseOrder(order),
                Limit.of(limit, config.defaultLimit(), config.maxLimit()),
                cursor);
    }

    private static LogOrder parseOrder(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "newest" -> LogOrder.NEWEST;
            case "oldest" -> LogOrder.OLDEST;
            default -> throw new IllegalArgumentException("order: expected newest or oldest, got '" + text + "'");
        };
    }
}
