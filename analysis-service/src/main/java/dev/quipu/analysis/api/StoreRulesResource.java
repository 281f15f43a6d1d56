package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.model.TenantName;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;

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
    public Multi<byte[]> listRedactionRules(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @Context HttpServerRequest request) {
        return passage.forward(request, tenant);
    }

    @POST
    @Path("/redaction-rules")
    @Operation(operationId = "addRedactionRule", summary = "Add a redaction rule")
    @APIResponse(
            responseCode = "201",
            description = StorePassage.AS_STORAGE,
            content = @Content(mediaType = MediaType.APPLICATION_JSON))
    public Multi<byte[]> addRedactionRule(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @Context HttpServerRequest request,
            byte[] body) {
        return passage.forward(request, tenant, body);
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
    public Multi<byte[]> readRedactionRule(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @Context HttpServerRequest request) {
        return passage.forward(request, tenant);
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
    public Multi<byte[]> changeRedactionRule(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @Context HttpServerRequest request,
            byte[] body) {
        return passage.forward(request, tenant, body);
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
    public Multi<byte[]> removeRedactionRule(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @Context HttpServerRequest request) {
        return passage.forward(request, tenant);
    }

    @GET
    @Path("/retention-rules")
    @Operation(operationId = "listRetentionRules", summary = "List retention rules")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> listRetentionRules(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @Context HttpServerRequest request) {
        return passage.forward(request, tenant);
    }

    @POST
    @Path("/retention-rules")
    @Operation(operationId = "addRetentionRule", summary = "Add a retention rule")
    @APIResponse(
            responseCode = "201",
            description = StorePassage.AS_STORAGE,
            content = @Content(mediaType = MediaType.APPLICATION_JSON))
    public Multi<byte[]> addRetentionRule(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @Context HttpServerRequest request,
            byte[] body) {
        return passage.forward(request, tenant, body);
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
    public Multi<byte[]> readRetentionRule(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @Context HttpServerRequest request) {
        return passage.forward(request, tenant);
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
    public Multi<byte[]> changeRetentionRule(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @Context HttpServerRequest request,
            byte[] body) {
        return passage.forward(request, tenant, body);
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
    public Multi<byte[]> removeRetentionRule(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @Context HttpServerRequest request) {
        return passage.forward(request, tenant);
    }

    @GET
    @Path("/quotas")
    @Operation(operationId = "readQuotas", summary = "How much may be sent")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> readQuotas(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @Context HttpServerRequest request) {
        return passage.forward(request, tenant);
    }

    @PUT
    @Path("/quotas")
    @Operation(operationId = "setQuotas", summary = "Say how much may be sent")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> setQuotas(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @Context HttpServerRequest request,
            byte[] body) {
        return passage.forward(request, tenant, body);
    }
}
