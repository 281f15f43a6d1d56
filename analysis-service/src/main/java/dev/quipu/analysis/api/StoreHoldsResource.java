package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Storage's doors for who decides what is kept whatever rules say, handed on. */
@RolesAllowed(Role.ADMINISTERS)
@Path("/store/v1/legal-holds")
@Tag(name = "Storage", description = "Storage's read API and what people set there, handed on.")
public class StoreHoldsResource {

    private final StorePassage passage;

    StoreHoldsResource(StorePassage passage) {
        this.passage = passage;
    }

    @GET
    @Operation(operationId = "listLegalHolds", summary = "List legal holds, also those that were released")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> listLegalHolds(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @POST
    @Operation(operationId = "placeLegalHold", summary = "Hold records")
    @APIResponse(
            responseCode = "201",
            description = StorePassage.AS_STORAGE,
            content = @Content(mediaType = MediaType.APPLICATION_JSON))
    public Multi<byte[]> placeLegalHold(@BeanParam Tenant tenant, byte[] body) {
        return passage.forward(tenant, body);
    }

    @GET
    @Path("/{id:[0-9]+}")
    @Operation(operationId = "readLegalHold", summary = "One legal hold")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            description = "Its number.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> readLegalHold(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @DELETE
    @Path("/{id:[0-9]+}")
    @Operation(operationId = "releaseLegalHold", summary = "Release a legal hold")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            description = "Its number.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> releaseLegalHold(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }
}
