package dev.quipu.storage.api;

import dev.quipu.model.segment.LogRows;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.search.LogOrder;
import dev.quipu.storage.search.RowQuery;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** What a search for log records is asked with. */
public class LogSearchParameters extends PageParameters {

    @Parameter(
            description =
                    "The condition, for instance `service = \"cart\" && severity >= warn && body has \"payment refused\" &&"
                            + " log.http.route contains \"/pay\"`. `has` looks for whole words, `contains` for any part;"
                            + " `template = 17` for records of a template and of those that were merged with it. Empty: every"
                            + " record.",
            example = "severity >= error && body has \"timeout\"")
    @QueryParam("q")
    @DefaultValue("")
    String q = "";

    @Parameter(description = "What comes first: `newest` or `oldest`.", example = "newest")
    @QueryParam("order")
    @DefaultValue("newest")
    String order = "newest";

    /**
     * @throws IllegalArgumentException when a parameter is not what it should be
     */
    RowQuery<LogRows> query(String tenant, StorageConfig.Search config) {
        return query(tenant, q, parseOrder(order), config);
    }

    private static LogOrder parseOrder(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "newest" -> LogOrder.NEWEST;
            case "oldest" -> LogOrder.OLDEST;
            default -> throw new IllegalArgumentException("order: expected newest or oldest, got '" + text + "'");
        };
    }
}
