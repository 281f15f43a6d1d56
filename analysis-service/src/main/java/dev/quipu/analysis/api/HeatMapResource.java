package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.heatmap.HeatMapAnswer;
import dev.quipu.analysis.heatmap.HeatMapQuery;
import dev.quipu.analysis.heatmap.HeatMapReader;
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
@Path("/v1/heat-map")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rate, errors, duration", description = "How often, how well and how fast spans were.")
public class HeatMapResource {

    private final HeatMapReader reader;
    private final Duration defaultLookback;

    HeatMapResource(HeatMapReader reader, AnalysisConfig config) {
        this.reader = reader;
        this.defaultLookback = config.analysis().dependencies().defaultLookback();
    }

    @GET
    @Operation(
            operationId = "readHeatMap",
            summary = "Count spans by time and duration",
            description = "How many spans that are searched for started in each step of time and took about how long."
                    + " A box of cells is what an explanation by attributes can be asked about.")
    @APIResponse(responseCode = "200", description = "The counts; every span of the time is in them.")
    public Uni<HeatMapAnswer> heatMap(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description = "A search for spans; every span when absent.",
                            example = "service = \"cart\" && kind = server")
                    Optional<String> q,
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
            @RestQuery
                    @Parameter(
                            description = "Length of a step, such as 30s or 5m; at most a hundred of them when absent.",
                            example = "1m")
                    Optional<String> step) {
        return reader.read(Tenant.of(tenant), HeatMapQuery.of(Window.parse(from, to, defaultLookback), q, step));
    }
}
