package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.alert.ObjectiveReader;
import dev.quipu.analysis.alert.ObjectivesAnswer;
import dev.quipu.analysis.read.Page;
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
import org.jboss.resteasy.reactive.RestQuery;

@RolesAllowed(Role.READS)
@Path("/v1/objectives")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Objectives", description = "What is left of budgets of errors.")
public class ObjectivesResource {

    private final ObjectiveReader reader;

    ObjectivesResource(ObjectiveReader reader) {
        this.reader = reader;
    }

    @GET
    @Operation(
            operationId = "listObjectives",
            summary = "What is left of budgets of errors",
            description = "Objectives are alert rules about a budget of errors, enabled or not. Of each: how many spans"
                    + " of its period were good, what is left of the budget, and how fast it is burnt now.")
    @APIResponse(responseCode = "200", description = "The page; empty when there is no such rule.")
    public Uni<ObjectivesAnswer> list(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery @Parameter(description = "Objectives on the page.", example = "100") Optional<String> limit,
            @RestQuery @Parameter(description = "What the page before said as nextCursor.") Optional<String> cursor) {
        return reader.read(Tenant.of(tenant), Page.of(cursor, limit));
    }
}
