package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.spools.Spools;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/spools")
@Tag(name = "spools", description = "What collectors hold durably and have not handed over yet.")
public class SpoolsResource {

    private final Spools spools;

    SpoolsResource(Spools spools) {
        this.spools = spools;
    }

    @PUT
    @Path("/{collector}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "reportSpool",
            summary = "Report what a collector holds",
            description =
                    "Replaces all that is known of the collector; with no holdings it is forgotten. The ledger counts these"
                            + " records as spooled.")
    @APIResponse(responseCode = "204", description = "Known now.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> report(
            @Parameter(description = "Its name, 1 to 255 characters.", example = "collector-0") @PathParam("collector")
                    String collector,
            SpoolAnswers.@Nullable Report report) {
        return spools.replace(Required.field("body", report).of(collector));
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listSpools",
            summary = "List what collectors hold",
            description = "Of every tenant, as each collector last said. One that went away stays listed.")
    @APIResponse(responseCode = "200", description = "The collectors that hold something.")
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<SpoolAnswers.Page> spools() {
        return spools.list()
                .map(list -> new SpoolAnswers.Page(
                        list.stream().map(SpoolAnswers.Listed::of).toList()));
    }
}
