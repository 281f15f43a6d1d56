package dev.quipu.storage.api;

import dev.quipu.model.query.Grouping;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.search.CountQuery;
import dev.quipu.storage.search.RowOrder;
import dev.quipu.storage.search.TimeRange;
import dev.quipu.storage.search.TimeSteps;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** What counts over time are asked with; the same for spans and for log records. */
public class CountParameters {

    @Parameter(description = "The condition, as in a search. Empty: every record.", example = "service = \"cart\"")
    @QueryParam("q")
    @DefaultValue("")
    String q = "";

    @Parameter(
            description = "Records of this time or after: RFC 3339 or nanoseconds since 1970. Default: an hour ago.",
            example = "2026-01-01T00:00:00Z")
    @QueryParam("from")
    Optional<String> from = Optional.empty();

    @Parameter(
            description = "Records before this: RFC 3339 or nanoseconds since 1970. Default: now.",
            example = "2026-01-01T01:00:00Z")
    @QueryParam("to")
    Optional<String> to = Optional.empty();

    @Parameter(
            description = "Length of a step: a number of `ms`, `s`, `m`, `h` or `d`. Steps begin at its multiples.",
            example = "1m")
    @QueryParam("step")
    @DefaultValue("1m")
    String step = "1m";

    @Parameter(
            description =
                    "By what records are told apart: `service`, `namespace`, `instance`, `scope.name`, an attribute"
                            + " as a search names it; of spans also `name`, `kind`, `status`, `statusMessage`, of log records"
                            + " `severity`, `severityText`, `eventName`, `template`.",
            example = "service")
    @QueryParam("by")
    @DefaultValue("service")
    String by = "service";

    /**
     * @throws IllegalArgumentException when a parameter is not what it should be
     */
    <R extends RecordRows> CountQuery<R> query(String tenant, RowOrder<R> order, StorageConfig.Search config) {
        String end = to.orElseGet(() -> Long.toString(Times.nowUnixNano()));
        TimeRange range = Times.range(from, Optional.of(end), config.defaultLookback());
        return new CountQuery<>(
                tenant,
                RecordFilter.parse(order.signal(), q),
                TimeSteps.of(range, Durations.parse("step", step)),
                order,
                Grouping.parse(order.signal(), by));
    }
}
