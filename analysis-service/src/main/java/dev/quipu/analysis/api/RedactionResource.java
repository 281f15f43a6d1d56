package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.client.DryRunAnswer;
import dev.quipu.analysis.redaction.DryRuns;
import dev.quipu.model.TenantName;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;

@RolesAllowed(Role.ADMINISTERS)
@Path("/v1/redaction")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Redaction", description = "What is taken out of records before they are kept.")
public class RedactionResource {

    private final DryRuns runs;

    RedactionResource(DryRuns runs) {
        this.runs = runs;
    }

    @POST
    @Path("/dry-run")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "dryRunRedaction",
            summary = "Show what redaction rules would change",
            description =
                    "By a collector, in texts or records that are kept nowhere. Hashes in the answer are not those"
                            + " that the same value is stored with.")
    @RequestBody(
            required = true,
            description = "Rules as storage has them, and either texts, or a signal and records.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Object.class),
                            example = "{\"rules\":[{\"name\":\"mail\",\"detectors\":[\"email\"],\"action\":\"mask\"}],"
                                    + "\"texts\":[\"to anna@example.com\"]}"))
    @APIResponse(responseCode = "200", description = "What would change.")
    public Uni<DryRunAnswer> dryRun(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            byte[] question) {
        return runs.run(Tenant.of(tenant), question);
    }
}
