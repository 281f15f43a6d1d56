package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.encryption.KeyList;
import dev.quipu.storage.encryption.TenantKeys;
import dev.quipu.storage.erasure.KeyDestruction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/encryption-keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "encryption-keys", description = "Under what a tenant's segments are sealed.")
public class EncryptionKeysResource {

    private final TenantKeys keys;
    private final KeyList list;
    private final KeyDestruction destruction;
    private final Transactions transactions;
    private final Tenant tenant;
    private final Acts acts;

    EncryptionKeysResource(
            TenantKeys keys,
            KeyList list,
            KeyDestruction destruction,
            Transactions transactions,
            Tenant tenant,
            Acts acts) {
        this.keys = keys;
        this.list = list;
        this.destruction = destruction;
        this.transactions = transactions;
        this.tenant = tenant;
        this.acts = acts;
    }

    @GET
    @RolesAllowed(Role.ADMINISTERS)
    @Operation(
            operationId = "listEncryptionKeys",
            summary = "List the tenant's keys",
            description = "By generation, without the keys themselves.")
    @APIResponse(responseCode = "200", description = "The keys.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<EncryptionKeyAnswers.Keys> list() {
        return all(tenant.name());
    }

    private Uni<EncryptionKeyAnswers.Keys> all(String name) {
        return Uni.combine()
                .all()
                .unis(list.list(name), list.destroyedAt(name))
                .with((present, destroyedAt) -> new EncryptionKeyAnswers.Keys(
                        keys.areUsed(),
                        present.stream().map(EncryptionKeyAnswers.Key::of).toList(),
                        destroyedAt));
    }

    @POST
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("encryption-key.renew")
    @Operation(
            operationId = "renewEncryptionKey",
            summary = "Make a new key",
            description = "What is stored within the next minute on is sealed under it, and what is merged. What is"
                    + " sealed under those before stays readable.")
    @APIResponse(
            responseCode = "201",
            description = "The keys as they are now.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = EncryptionKeyAnswers.Keys.class)))
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> renew() {
        String name = tenant.name();
        if (!keys.areUsed()) {
            throw ProblemException.conflict(
                    "quipu.encryption.master-key-file: expected a file, got none: nothing is encrypted");
        }
        return transactions
                .write(connection -> keys.renew(connection, name)
                        .call(key ->
                                acts.alongside("key " + key.generation(), "").apply(connection)))
                .invoke(() -> keys.forget(name))
                .chain(() -> all(name))
                .map(now -> Response.created(URI.create("/v1/encryption-keys"))
                        .entity(now)
                        .build());
    }

    @DELETE
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("encryption-key.destroy")
    @Operation(
            operationId = "destroyEncryptionKeys",
            summary = "Destroy the tenant's keys",
            description = "For ever: no copy of its sealed segments can be read again, wherever it is. They are erased"
                    + " here as well. What is stored afterwards gets a new key.")
    @APIResponse(responseCode = "200", description = "What was destroyed.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<EncryptionKeyAnswers.Destroyed> destroy(EncryptionKeyAnswers.@Nullable Confirmation confirmation) {
        String name = tenant.name();
        String confirmed =
                Required.field("tenant", Required.field("body", confirmation).tenant());
        if (!confirmed.equals(name)) {
            throw new IllegalArgumentException("tenant: expected '" + name + "', got '" + confirmed + "'");
        }
        return destruction
                .destroy(
                        name,
                        destroyed -> acts.alongside(
                                destroyed.keys() + " keys",
                                destroyed.records() + " records in " + destroyed.segments() + " segments"))
                .map(EncryptionKeyAnswers.Destroyed::of);
    }

    @GET
    @Path("/destroyed")
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "listDestroyedEncryptionKeys",
            summary = "List the tenants whose keys were destroyed",
            description = "For collectors, which hold records of tenants sealed as well.")
    @APIResponse(responseCode = "200", description = "The tenants.")
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<EncryptionKeyAnswers.Tenants> destroyed() {
        return list.destroyed().map(EncryptionKeyAnswers.Tenants::of);
    }
}
