package dev.quipu.storage.api;

import dev.quipu.model.series.SeriesSelection;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.search.TimeRange;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** What every question about series is asked with. */
public class SeriesParameters {

    @Parameter(
            description =
                    "Which series: a selector as Prometheus writes them, `name{key=\"value\",other=~\"a|b\"}` with `=`, `!=`,"
                            + " `=~`, `!~`. Names and keys may hold dots; others are quoted. A key is an attribute of the"
                            + " points or else of the resource; `resource.KEY` and `scope.KEY` say which; `service`,"
                            + " `namespace` and `instance` are the component's. May be repeated: series that any of them"
                            + " means.",
            required = true,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class),
            example = "http.server.request.duration{http.route=\"/cart\"}")
    @QueryParam("match")
    List<String> match = List.of();

    @Parameter(
            description = "Points of this time or after: RFC 3339 or nanoseconds since 1970. Default: an hour ago.",
            example = "2026-01-01T00:00:00Z")
    @QueryParam("from")
    Optional<String> from = Optional.empty();

    @Parameter(
            description = "Points before this: RFC 3339 or nanoseconds since 1970. Default: now.",
            example = "2026-01-01T01:00:00Z")
    @QueryParam("to")
    Optional<String> to = Optional.empty();

    /**
     * @throws IllegalArgumentException when a selector is not what it should be
     */
    SeriesSelection selection() {
        return SeriesSelection.parse(match);
    }

    /**
     * @throws IllegalArgumentException when a time is not what it should be
     */
    TimeRange range(StorageConfig.Search config) {
        String end = to.orElseGet(() -> Long.toString(Times.nowUnixNano()));
        return Times.range(from, Optional.of(end), config.defaultLookback());
    }
}
