package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.Window;
import dev.quipu.analysis.template.SpanNameSuggestions;
import dev.quipu.analysis.template.SpanNamesAnswer;
import dev.quipu.model.TenantName;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

@RolesAllowed(Role.READS)
@Path("/v1/span-name-suggestions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Span names", description = "Names that hold values.")
public class SpanNamesResource {

    private static final int DEFAULT_LEAST_NAMES = 10;
    private static final int MOST_LEAST_NAMES = 1000;

    private final SpanNameSuggestions reader;
    private final Duration defaultLookback;

    SpanNamesResource(SpanNameSuggestions reader, AnalysisConfig config) {
        this.reader = reader;
        this.defaultLookback = config.analysis().red().defaultLookback();
    }

    @GET
    @Operation(
            operationId = "suggestSpanNames",
            summary = "Span names that should be one",
            description = "Names of a component that differ in values only, as when ids stand in them, make its figures"
                    + " as many as there are values. Suggested is the one name for them, for whoever instruments it.")
    @APIResponse(responseCode = "200", description = "The page; empty when names are as they should be.")
    public Uni<SpanNamesAnswer> suggest(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description = "Start of the time, RFC 3339, nanoseconds since 1970, or like `now-15m`; as"
                                    + " far before the end"
                                    + " as configured when absent.",
                            example = "2026-01-01T00:00:00Z")
                    Optional<String> from,
            @RestQuery
                    @Parameter(
                            description = "End of the time, RFC 3339, nanoseconds since 1970, or like `now-15m`; now"
                                    + " when absent.",
                            example = "2026-01-01T01:00:00Z")
                    Optional<String> to,
            @RestQuery @Parameter(description = "Only names of components of this name.", example = "cart")
                    Optional<String> service,
            @RestQuery
                    @Parameter(
                            description = "How many names one would have to stand for, 2 to 1000; 10 when absent.",
                            example = "10")
                    Optional<String> leastNames,
            @RestQuery @Parameter(description = "Suggestions on the page.", example = "100") Optional<String> limit,
            @RestQuery @Parameter(description = "What the page before said as nextCursor.") Optional<String> cursor) {
        return reader.read(
                Tenant.of(tenant),
                Window.parse(from, to, defaultLookback),
                service.filter(name -> !name.isEmpty()),
                leastNames.map(SpanNamesResource::least).orElse(DEFAULT_LEAST_NAMES),
                Page.of(cursor, limit, from, to));
    }

    private static int least(String text) {
        try {
            int least = Integer.parseInt(text);
            if (least >= 2 && least <= MOST_LEAST_NAMES) {
                return least;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range.
        }
        throw new BadParameterException(
                "leastNames: expected a whole number from 2 to " + MOST_LEAST_NAMES + ", got '" + text + "'");
    }
}
