package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.TimeParameter;
import dev.quipu.analysis.client.FateQuery;
import dev.quipu.analysis.fate.FateAnswer;
import dev.quipu.analysis.fate.FateReader;
import dev.quipu.model.TenantName;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@RolesAllowed(Role.READS)
@Path("/v1/fate")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Ledger", description = "What became of every record.")
public class FateResource {

    private final FateReader fates;

    FateResource(FateReader fates) {
        this.fates = fates;
    }

    @GET
    @Path("/{traceId}")
    @Operation(
            operationId = "readFate",
            summary = "Say what became of a trace",
            description =
                    "Asks storage, and the collectors that hold records which are not stored yet. A collector that"
                            + " does not answer in time leaves its place among what is missing.")
    @APIResponse(responseCode = "200", description = "The answer, also for a trace that nobody knows.")
    public Uni<FateAnswer> fate(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestPath @Parameter(description = "32 hex digits.", example = "0af7651916cd43dd8448eb211c80319c")
                    String traceId,
            @RestQuery
                    @Parameter(
                            description = "It was offered at this time or later, in RFC 3339, nanoseconds since 1970,"
                                    + " or like `now-15m`;"
                                    + " since the evidence is complete when absent.",
                            example = "2026-01-01T00:00:00Z")
                    Optional<String> from,
            @RestQuery
                    @Parameter(
                            description = "It was offered before this, in RFC 3339, nanoseconds since 1970, or like"
                                    + " `now-15m`; now when"
                                    + " absent.",
                            example = "2026-01-01T01:00:00Z")
                    Optional<String> to) {
        return fates.read(
                Tenant.of(tenant),
                new FateQuery(
                        TraceExplanationResource.parse(traceId),
                        from.map(text -> TimeParameter.parse("from", text)),
                        to.map(text -> TimeParameter.parse("to", text))));
    }
}
