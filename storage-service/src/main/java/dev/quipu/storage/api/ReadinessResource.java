package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.database.WriteProbe;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the other services ask before they hand over: probes of the platform ask the management port. */
@Path("/v1/readiness")
@Tag(name = "readiness", description = "Whether records can be stored now.")
public class ReadinessResource {

    private final WriteProbe probe;

    ReadinessResource(@Readiness WriteProbe probe) {
        this.probe = probe;
    }

    @GET
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "getReadiness",
            summary = "Say whether a segment can be stored now",
            description = "The database takes writes and has the tables of this version and the partitions of today.")
    @APIResponse(responseCode = "204", description = "It can.")
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> get() {
        return probe.call().invoke(ReadinessResource::requireUp).replaceWithVoid();
    }

    private static void requireUp(HealthCheckResponse response) {
        if (response.getStatus() == HealthCheckResponse.Status.DOWN) {
            throw new ProblemException(503, "The database takes no writes, or lacks tables or partitions");
        }
    }
}
