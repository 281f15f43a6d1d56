package dev.quipu.storage.api;

import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.storage.search.RowOrder;
import dev.quipu.storage.search.Selection;
import dev.quipu.storage.search.TailPosition;
import dev.quipu.storage.search.TailQuery;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** What one follows is asked with. */
public class TailParameters {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    @Parameter(description = "The condition, as in a search. Empty: every record.", example = "service = \"cart\"")
    @QueryParam("q")
    @DefaultValue("")
    String q = "";

    @Parameter(
            description = "The id of the last event that was seen: goes on after it. Absent: from now on.",
            example = "7361")
    @QueryParam("after")
    Optional<String> after = Optional.empty();

    @Parameter(
            description = "As `after`, and before it: clients of server-sent events send it by themselves.",
            example = "7361")
    @HeaderParam(LAST_EVENT_ID)
    Optional<String> lastEventId = Optional.empty();

    /**
     * @throws IllegalArgumentException when a parameter is not what it should be
     */
    <R extends RecordRows, T> TailQuery<R, T> query(String tenant, RowOrder<R> order, Selection<R, T> selection) {
        return new TailQuery<>(
                tenant,
                RecordFilter.parse(order.signal(), q),
                order,
                selection,
                lastEventId.filter(id -> !id.isEmpty()).or(() -> after).map(TailPosition::parse));
    }
}
