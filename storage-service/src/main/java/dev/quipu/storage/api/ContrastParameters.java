package dev.quipu.storage.api;

import dev.quipu.model.query.RecordFilter;
import dev.quipu.model.segment.RecordRows;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.search.ContrastQuery;
import dev.quipu.storage.search.RowOrder;
import dev.quipu.storage.search.TimeRange;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** What is held against what; the same for spans and for log records. */
public class ContrastParameters {

    @Parameter(
            description = "What all records are like that are looked at, as in a search. Empty: every record.",
            example = "service = \"cart\" && kind = server")
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
            description = "Which of them are held against the rest, as in a search. Empty: all of the time from"
                    + " `selectedFrom` to `selectedTo`.",
            example = "duration >= 200ms")
    @QueryParam("selected")
    @DefaultValue("")
    String selected = "";

    @Parameter(
            description = "Only records of this time or after are selected: RFC 3339 or nanoseconds since 1970."
                    + " Default: `from`.",
            example = "2026-01-01T00:30:00Z")
    @QueryParam("selectedFrom")
    Optional<String> selectedFrom = Optional.empty();

    @Parameter(
            description = "Only records before this are selected: RFC 3339 or nanoseconds since 1970. Default: `to`.",
            example = "2026-01-01T00:40:00Z")
    @QueryParam("selectedTo")
    Optional<String> selectedTo = Optional.empty();

    /**
     * @throws IllegalArgumentException when a parameter is not what it should be
     */
    <R extends RecordRows> ContrastQuery<R> query(String tenant, RowOrder<R> order, StorageConfig.Search config) {
        String end = to.orElseGet(() -> Long.toString(Times.nowUnixNano()));
        TimeRange range = Times.range(from, Optional.of(end), config.defaultLookback());
        if (selected.isBlank() && selectedFrom.isEmpty() && selectedTo.isEmpty()) {
            throw new IllegalArgumentException(
                    "selected: expected a condition, or a time by selectedFrom or selectedTo, got none of them");
        }
        long begin =
                selectedFrom.map(text -> Times.unixNano("selectedFrom", text)).orElse(range.fromUnixNano());
        long finish = selectedTo.map(text -> Times.unixNano("selectedTo", text)).orElse(range.toUnixNano());
        if (begin > finish) {
            throw new IllegalArgumentException(
                    "selectedFrom: expected a time before 'selectedTo', got " + begin + " and " + finish);
        }
        TimeRange selectedRange = new TimeRange(begin, finish);
        return new ContrastQuery<>(
                tenant,
                RecordFilter.parse(order.signal(), q),
                range,
                new ContrastQuery.Selected(RecordFilter.parse(order.signal(), selected), selectedRange),
                order);
    }
}
