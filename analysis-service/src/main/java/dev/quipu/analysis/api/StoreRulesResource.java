package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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

/** Storage's doors for who decides what of records is kept, for how long and how many, handed on. */
@RolesAllowed(Role.ADMINISTERS)
@Path("/store/v1")
@Tag(name = "Storage", description = "Storage's read API and what people set there, handed on.")
public class StoreRulesResource {

    private final StorePassage passage;

    StoreRulesResource(StorePassage passage) {
        this.passage = passage;
    }

    @GET
    @Path("/redaction-rules")
    @Operation(operationId = "listRedactionRules", summary = "List redaction rules")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> listRedactionRules(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @POST
    @Path("/redaction-rules")
    @Operation(operationId = "addRedactionRule", summary = "Add a redaction rule")
    @APIResponse(
            responseCode = "201",
            description = StorePassage.AS_STORAGE,
            content = @Content(mediaType = MediaType.APPLICATION_JSON))
    public Multi<byte[]> addRedactionRule(@BeanParam Tenant tenant, byte[] body) {
        return passage.forward(tenant, body);
    }

    @GET
    @Path("/redaction-rules/{id:[0-9]+}")
    @Operation(operationId = "readRedactionRule", summary = "One redaction rule")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            description = "Its number.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> readRedactionRule(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @PUT
    @Path("/redaction-rules/{id:[0-9]+}")
    @Operation(operationId = "changeRedactionRule", summary = "Change a redaction rule")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            description = "Its number.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> changeRedactionRule(@BeanParam Tenant tenant, byte[] body) {
        return passage.forward(tenant, body);
    }

    @DELETE
    @Path("/redaction-rules/{id:[0-9]+}")
    @Operation(operationId = "removeRedactionRule", summary = "Remove a redaction rule")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            description = "Its number.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> removeRedactionRule(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @GET
    @Path("/retention-rules")
    @Operation(operationId = "listRetentionRules", summary = "List retention rules")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> listRetentionRules(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @POST
    @Path("/retention-rules")
    @Operation(operationId = "addRetentionRule", summary = "Add a retention rule")
    @APIResponse(
            responseCode = "201",
            description = StorePassage.AS_STORAGE,
            content = @Content(mediaType = MediaType.APPLICATION_JSON))
    public Multi<byte[]> addRetentionRule(@BeanParam Tenant tenant, byte[] body) {
        return passage.forward(tenant, body);
    }

    @GET
    @Path("/retention-rules/{id:[0-9]+}")
    @Operation(operationId = "readRetentionRule", summary = "One retention rule")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            description = "Its number.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> readRetentionRule(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @PUT
    @Path("/retention-rules/{id:[0-9]+}")
    @Operation(operationId = "changeRetentionRule", summary = "Change a retention rule")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            description = "Its number.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> changeRetentionRule(@BeanParam Tenant tenant, byte[] body) {
        return passage.forward(tenant, body);
    }

    @DELETE
    @Path("/retention-rules/{id:[0-9]+}")
    @Operation(operationId = "removeRetentionRule", summary = "Remove a retention rule")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            description = "Its number.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> removeRetentionRule(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @GET
    @Path("/quotas")
    @Operation(operationId = "readQuotas", summary = "How much may be sent")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> readQuotas(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @PUT
    @Path("/quotas")
    @Operation(operationId = "setQuotas", summary = "Say how much may be sent")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> setQuotas(@BeanParam Tenant tenant, byte[] body) {
        return passage.forward(tenant, body);
    }
}
