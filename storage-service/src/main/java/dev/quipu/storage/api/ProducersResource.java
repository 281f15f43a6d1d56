package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.producers.ProducerEpochs;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/producers")
@Tag(name = "producers", description = "What producers handed over, and what of it never came.")
public class ProducersResource {

    private final ProducerEpochs epochs;
    private final Tenant tenant;
    private final StorageConfig config;

    ProducersResource(ProducerEpochs epochs, Tenant tenant, StorageConfig config) {
        this.epochs = epochs;
        this.tenant = tenant;
        this.config = config;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "addProducerBatches",
            summary = "Tell which batches were acknowledged",
            description =
                    "Of producers that number their batches. Safe to repeat: a sequence counts once. What a producer says it"
                            + " handed over and was not seen counts as missing in the ledger's total.")
    @APIResponse(responseCode = "204", description = "Counted.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> add(ProducerAnswers.@Nullable Batches batches) {
        return epochs.add(tenant.name(), Required.field("body", batches).of());
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listProducers",
            summary = "List producers",
            description = "Each run of each, with what of it was seen and what is missing, page by page.")
    @APIResponse(responseCode = "200", description = "The producers.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<ProducerAnswers.Page> list(
            @Parameter(description = "The nextCursor of the page before.", example = "dHJhY2VzCmNhcnQKMQ")
                    @QueryParam("cursor")
                    Optional<String> cursor,
            @Parameter(
                            description = "Runs on the page; capped by configuration.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
                            example = "20")
                    @QueryParam("limit")
                    Optional<String> limit) {
        StorageConfig.Search limits = config.storage().search();
        int most = Limit.of(limit, limits.defaultLimit(), limits.maxLimit());
        return epochs.list(tenant.name(), cursor.map(ProducerAnswers::key), most)
                .map(list -> ProducerAnswers.Page.of(list, most));
    }
}
