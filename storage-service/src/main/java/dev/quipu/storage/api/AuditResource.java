package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.access.audit.Checkpoint;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.audit.AuditCheckpoints;
import dev.quipu.storage.audit.AuditTrail;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit", description = "Who did what.")
public class AuditResource {

    private final AuditTrail trail;
    private final AuditCheckpoints checkpoints;
    private final Tenant tenant;
    private final StorageConfig config;

    AuditResource(AuditTrail trail, AuditCheckpoints checkpoints, Tenant tenant, StorageConfig config) {
        this.trail = trail;
        this.checkpoints = checkpoints;
        this.tenant = tenant;
        this.config = config;
    }

    @GET
    @RolesAllowed(Role.ADMINISTERS)
    @Operation(
            operationId = "readAudit",
            summary = "Read the audit",
            description = "Page by page, the newest first. The chain is one for all tenants: the numbers of another's"
                    + " entries are missing here.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<AuditAnswers.Page> read(@BeanParam AuditParameters asked) {
        int size = asked.size(config);
        return trail.page(asked.selection(tenant.name()), size + 1)
                .map(found -> new AuditAnswers.Page(
                        found.stream().limit(size).map(AuditAnswers.Entry::of).toList(),
                        ListParameters.nextCursor(
                                found, size, entry -> entry.entry().sequence())));
    }

    @GET
    @Path("/checkpoints")
    @RolesAllowed(Role.ADMINISTERS)
    @Operation(
            operationId = "listAuditCheckpoints",
            summary = "List what the chain was, signed",
            description = "Page by page, the newest first. A copy kept elsewhere tells whether the chain was changed"
                    + " since.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<AuditAnswers.Checkpoints> checkpoints(@BeanParam ListParameters asked) {
        int size = asked.size(config);
        return checkpoints
                .page(asked.after(Long.MAX_VALUE), size + 1)
                .map(found -> new AuditAnswers.Checkpoints(
                        found.stream().limit(size).map(AuditAnswers.Signed::of).toList(),
                        ListParameters.nextCursor(found, size, Checkpoint::sequence)));
    }
}
