package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.graph.GraphAnswer;
import dev.quipu.analysis.graph.GraphQuery;
import dev.quipu.analysis.graph.GraphReader;
import dev.quipu.analysis.read.Window;
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
@Path("/v1/service-graph")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Service graph", description = "Who calls whom.")
public class ServiceGraphResource {

    private final GraphReader reader;
    private final Duration defaultLookback;

    ServiceGraphResource(GraphReader reader, AnalysisConfig config) {
        this.reader = reader;
        this.defaultLookback = config.analysis().dependencies().defaultLookback();
    }

    @GET
    @Operation(
            operationId = "readServiceGraph",
            summary = "Who calls whom",
            description = "Calls between components, messages and queries of databases, with rate, errors and durations"
                    + " as seen from both ends; what sends no spans stands there by the name that its callers give it."
                    + " Told along the feed: late spans correct what they touch. The window is widened to whole steps, of"
                    + " 10 s, of minutes when it is longer than 10 min, of hours when it is longer than 6 h.")
    @APIResponse(responseCode = "200", description = "The graph; empty without traces.")
    public Uni<GraphAnswer> graph(
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
            @RestQuery @Parameter(description = "Only calls by or of components of this name.", example = "cart")
                    Optional<String> service) {
        return reader.read(Tenant.of(tenant), new GraphQuery(Window.parse(from, to, defaultLookback), service));
    }
}
