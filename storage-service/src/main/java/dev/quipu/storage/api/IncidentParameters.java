package dev.quipu.storage.api;

import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which incidents are asked for. */
public class IncidentParameters {

    @Parameter(description = "Only those that are open, or that are closed.", example = "open")
    @QueryParam("state")
    Optional<String> state = Optional.empty();

    @Parameter(description = "Only those that touch a component of this name.", example = "cart")
    @QueryParam("component")
    Optional<String> component = Optional.empty();

    @Parameter(
            description = "Only those that went on then or later: RFC 3339 or nanoseconds since 1970. Default: all.",
            example = "2026-01-01T00:00:00Z")
    @QueryParam("from")
    Optional<String> from = Optional.empty();

    @Parameter(
            description = "Only those that started before: RFC 3339 or nanoseconds since 1970. Default: all.",
            example = "2026-01-01T01:00:00Z")
    @QueryParam("to")
    Optional<String> to = Optional.empty();

    @Parameter(
            description = "Incidents on the page; capped by configuration.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
            example = "20")
    @QueryParam("limit")
    Optional<String> limit = Optional.empty();

    @Parameter(description = "The nextCursor of the page before, with the same other parameters.")
    @QueryParam("cursor")
    Optional<String> cursor = Optional.empty();
}
