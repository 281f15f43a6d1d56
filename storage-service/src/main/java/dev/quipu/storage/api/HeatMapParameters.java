package dev.quipu.storage.api;

import dev.quipu.model.Signal;
import dev.quipu.model.query.RecordFilter;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.search.TimeRange;
import dev.quipu.storage.search.TimeSteps;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** What spans are counted by time and duration. */
public class HeatMapParameters {

    @Parameter(description = "The condition, as in a search. Empty: every span.", example = "service = \"cart\"")
    @QueryParam("q")
    @DefaultValue("")
    String q = "";

    @Parameter(
            description = "Spans of this time or after: RFC 3339 or nanoseconds since 1970. Default: an hour ago.",
            example = "2026-01-01T00:00:00Z")
    @QueryParam("from")
    Optional<String> from = Optional.empty();

    @Parameter(
            description = "Spans before this: RFC 3339 or nanoseconds since 1970. Default: now.",
            example = "2026-01-01T01:00:00Z")
    @QueryParam("to")
    Optional<String> to = Optional.empty();

    @Parameter(
            description = "Length of a step: a number of `ms`, `s`, `m`, `h` or `d`. Steps begin at its multiples.",
            example = "1m")
    @QueryParam("step")
    @DefaultValue("1m")
    String step = "1m";

    RecordFilter filter() {
        return RecordFilter.parse(Signal.TRACES, q);
    }

    TimeSteps steps(StorageConfig.Search config) {
        String end = to.orElseGet(() -> Long.toString(Times.nowUnixNano()));
        TimeRange range = Times.range(from, Optional.of(end), config.defaultLookback());
        return TimeSteps.of(range, Durations.parse("step", step));
    }
}
