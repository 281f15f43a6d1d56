package dev.quipu.storage.api;

import dev.quipu.model.segment.SpanRows;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.search.RowQuery;
import dev.quipu.storage.search.SpanOrder;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** What a search is asked with; the same for spans and for traces. */
public class SearchParameters extends PageParameters {

    @Parameter(
            description =
                    "The condition, for instance `service = \"cart\" && span.http.response.status_code >= 500 && duration >"
                            + " 1s`. Empty: every span.",
            example = "service = \"cart\" && status = error")
    @QueryParam("q")
    @DefaultValue("")
    String q = "";

    @Parameter(description = "What comes first: `newest` by start, or `slowest` by duration.", example = "newest")
    @QueryParam("order")
    @DefaultValue("newest")
    String order = "newest";

    /**
     * @throws IllegalArgumentException when a parameter is not what it should be
     */
    RowQuery<SpanRows> query(String tenant, StorageConfig.Search config) {
        return query(tenant, q, parseOrder(order), config);
    }

    private static SpanOrder parseOrder(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "newest" -> SpanOrder.NEWEST;
            case "slowest" -> SpanOrder.SLOWEST;
            default -> throw new IllegalArgumentException("order: expected newest or slowest, got '" + text + "'");
        };
    }
}
