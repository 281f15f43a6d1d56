package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.keys.KeyTable;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/access/keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "access", description = "Who may do what.")
public class AccessResource {

    private final KeyTable keys;
    private final EntityTags tags;

    AccessResource(KeyTable keys, EntityTags tags) {
        this.keys = keys;
        this.tags = tags;
    }

    @GET
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "listOpenKeys",
            summary = "List what is kept of every tenant's keys",
            description =
                    "For the other services, which look again and again: with what ETag said as If-None-Match, 304"
                            + " while nothing has changed. Those that are revoked or expired are not among them.")
    @APIResponse(
            responseCode = "200",
            description = "The keys, by which one is known that is shown, and from which none can be made.",
            headers =
                    @Header(name = "ETag", description = "Of these keys.", schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApiKeyAnswers.AllOpen.class)))
    @APIResponse(responseCode = "304", description = "They are what If-None-Match says.")
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> open(@Context Request request) {
        return keys.open().map(open -> tags.answer(request, ApiKeyAnswers.AllOpen.of(open)));
    }
}
