package dev.quipu.storage.api;

import dev.quipu.access.ApiKey;
import dev.quipu.access.CurrentCaller;
import dev.quipu.access.Role;
import dev.quipu.access.StoredKey;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.keys.KeyTable;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.security.SecureRandom;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "access", description = "Who may do what.")
public class ApiKeysResource {

    private static final String WHAT = "API key";

    private final KeyTable keys;
    private final Tenant tenant;
    private final Acts acts;
    private final CurrentCaller caller;
    private final Transactions transactions;
    private final StorageConfig config;
    private final SecureRandom random = new SecureRandom();

    ApiKeysResource(
            KeyTable keys,
            Tenant tenant,
            Acts acts,
            CurrentCaller caller,
            Transactions transactions,
            StorageConfig config) {
        this.keys = keys;
        this.tenant = tenant;
        this.acts = acts;
        this.caller = caller;
        this.transactions = transactions;
        this.config = config;
    }

    @GET
    @RolesAllowed(Role.ADMINISTERS)
    @Operation(
            operationId = "listApiKeys",
            summary = "List API keys",
            description = "Page by page, the newest first, also those that open nothing any more.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<ApiKeyAnswers.Page> list(@BeanParam ListParameters asked) {
        int size = asked.size(config);
        return keys.page(tenant.name(), asked.after(Long.MAX_VALUE), size + 1)
                .map(found -> new ApiKeyAnswers.Page(
                        found.stream().limit(size).map(ApiKeyAnswers.Listed::of).toList(),
                        ListParameters.nextCursor(found, size, key -> key.number())));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("api-key.add")
    @Operation(
            operationId = "addApiKey",
            summary = "Make an API key",
            description = "The answer holds the key, which is told only now. It opens something within a second.")
    @APIResponse(
            responseCode = "201",
            description = "The key.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ApiKeyAnswers.Listed.class)))
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> add(ApiKeyAnswers.@Nullable Wanted wanted) {
        ApiKey key = ApiKey.random(random);
        StoredKey stored = Required.field("body", wanted).of(key, tenant.name(), random);
        return transactions
                .write(
                        stored.tenant(),
                        connection -> keys.add(connection, stored, caller.get().name())
                                .call(() -> acts.alongside(stored.id(), told(stored))
                                        .apply(connection)))
                .map(issued -> Response.created(URI.create("/v1/api-keys/" + stored.id()))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .entity(ApiKeyAnswers.Listed.made(issued, key))
                        .build());
    }

    private static String told(StoredKey key) {
        String expiry = key.expiresAt().map(at -> ", expires at " + at).orElse("");
        return key.role().label() + " '" + key.name() + "'" + expiry;
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("api-key.revoke")
    @Operation(
            operationId = "revokeApiKey",
            summary = "Revoke an API key",
            description = "It opens nothing within a second, and stays in the list.")
    @APIResponse(responseCode = "204", description = "Revoked.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> revoke(
            @Parameter(description = "Its 16 hex digits.", example = "0f3a5b7c9d1e2f40") @PathParam("id") String id) {
        return transactions.write(
                tenant.name(),
                connection -> keys.revoke(connection, tenant.name(), id)
                        .invoke(isKnown -> {
                            if (!isKnown) {
                                throw PathNumber.none(WHAT, id);
                            }
                        })
                        .chain(() -> acts.alongside(id, "").apply(connection)));
    }
}
