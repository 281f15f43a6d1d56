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

/** Storage's doors for who decides who may do what, what is erased and how records are encrypted, handed on. */
@RolesAllowed(Role.ADMINISTERS)
@Path("/store/v1")
@Tag(name = "Storage", description = "Storage's read API and what people set there, handed on.")
public class StoreAccessResource {

    private final StorePassage passage;

    StoreAccessResource(StorePassage passage) {
        this.passage = passage;
    }

    @GET
    @Path("/api-keys")
    @Operation(operationId = "listApiKeys", summary = "List API keys")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> listApiKeys(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @POST
    @Path("/api-keys")
    @Operation(operationId = "makeApiKey", summary = "Make an API key, which is shown this once")
    @APIResponse(
            responseCode = "201",
            description = StorePassage.AS_STORAGE,
            content = @Content(mediaType = MediaType.APPLICATION_JSON))
    public Multi<byte[]> makeApiKey(@BeanParam Tenant tenant, byte[] body) {
        return passage.forward(tenant, body);
    }

    @DELETE
    @Path("/api-keys/{id:[0-9a-f]{16}}")
    @Operation(operationId = "revokeApiKey", summary = "Revoke an API key")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            description = "16 hex digits.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> revokeApiKey(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @GET
    @Path("/audit")
    @Operation(operationId = "listAudit", summary = "List who did what")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> listAudit(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @GET
    @Path("/audit/checkpoints")
    @Operation(operationId = "listAuditCheckpoints", summary = "List what the chain of the audit was, signed")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> listAuditCheckpoints(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @GET
    @Path("/erasures")
    @Operation(operationId = "listErasures", summary = "List erasures")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> listErasures(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @POST
    @Path("/erasures")
    @Operation(operationId = "askForErasure", summary = "Erase records")
    @APIResponse(
            responseCode = "202",
            description = StorePassage.AS_STORAGE,
            content = @Content(mediaType = MediaType.APPLICATION_JSON))
    public Multi<byte[]> askForErasure(@BeanParam Tenant tenant, byte[] body) {
        return passage.forward(tenant, body);
    }

    @GET
    @Path("/erasures/{id:[0-9a-f-]{36}}")
    @Operation(operationId = "readErasure", summary = "How far an erasure is")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            description = "As in the list.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> readErasure(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @GET
    @Path("/erasures/{id:[0-9a-f-]{36}}/certificate")
    @Operation(operationId = "readErasureCertificate", summary = "The signed statement of what was erased")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            description = "As in the list.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> readErasureCertificate(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @GET
    @Path("/encryption-keys")
    @Operation(operationId = "listEncryptionKeys", summary = "List the keys that records are encrypted with on disk")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> listEncryptionKeys(@BeanParam Tenant tenant) {
        return passage.forward(tenant);
    }

    @POST
    @Path("/encryption-keys")
    @Operation(operationId = "renewEncryptionKey", summary = "Make a new key for what is encrypted from now on")
    @APIResponse(
            responseCode = "201",
            description = StorePassage.AS_STORAGE,
            content = @Content(mediaType = MediaType.APPLICATION_JSON))
    public Multi<byte[]> renewEncryptionKey(@BeanParam Tenant tenant, byte[] body) {
        return passage.forward(tenant, body);
    }

    @DELETE
    @Path("/encryption-keys")
    @Operation(operationId = "destroyEncryptionKeys", summary = "Make all that is encrypted unreadable, for ever")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> destroyEncryptionKeys(@BeanParam Tenant tenant, byte[] body) {
        return passage.forward(tenant, body);
    }
}
