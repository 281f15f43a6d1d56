package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.usage.UsageReader;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "usage", description = "What the records take up.")
@APIResponse(responseCode = "429", ref = StorageApi.TOO_DEAR)
public class UsageResource {

    private final UsageReader reader;
    private final Tenant tenant;

    UsageResource(UsageReader reader, Tenant tenant) {
        this.reader = reader;
        this.tenant = tenant;
    }

    @GET
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "readUsage",
            summary = "What the records take up",
            description =
                    "How many records of the tenant are stored and how many bytes their segments have: by signal, and by"
                            + " the day of the records. `database` is the size of the whole database, of every tenant. The"
                            + " answer may be a minute old: `watermark` tells how old what is counted is.")
    @APIResponse(responseCode = "200", description = "The records and the bytes.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<UsageAnswers.Whole> read() {
        return reader.read(tenant.name()).map(UsageAnswers.Whole::of);
    }
}
