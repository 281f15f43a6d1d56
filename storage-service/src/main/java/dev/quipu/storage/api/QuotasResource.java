package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.quota.Quota;
import dev.quipu.storage.quota.QuotaTable;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
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
import org.jspecify.annotations.Nullable;

@Path("/v1/quotas")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "quotas", description = "How much a tenant may hand over.")
public class QuotasResource {

    private final QuotaTable quotas;
    private final Tenant tenant;
    private final Acts acts;
    private final Transactions transactions;
    private final EntityTags tags;

    QuotasResource(QuotaTable quotas, Tenant tenant, Acts acts, Transactions transactions, EntityTags tags) {
        this.quotas = quotas;
        this.tenant = tenant;
        this.acts = acts;
        this.transactions = transactions;
        this.tags = tags;
    }

    @GET
    @RolesAllowed(Role.ADMINISTERS)
    @Operation(operationId = "getQuota", summary = "Get the tenant's quota", description = "Empty when it has none.")
    @APIResponse(responseCode = "200", description = "The quota.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<QuotaAnswers.Limits> get() {
        return quotas.find(tenant.name()).map(QuotaAnswers.Limits::of);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("quota.change")
    @Operation(
            operationId = "changeQuota",
            summary = "Change the tenant's quota",
            description = "All of it at once. Collectors and storage hold the tenant to it within seconds.")
    @APIResponse(responseCode = "200", description = "The quota as it is now.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<QuotaAnswers.Limits> change(QuotaAnswers.@Nullable Change change) {
        Quota quota = Required.field("body", change).of(tenant.name());
        return transactions
                .write(
                        quota.tenant(),
                        connection -> quotas.put(connection, quota)
                                .chain(() -> acts.alongside(quota.tenant(), told(quota))
                                        .apply(connection)))
                .replaceWith(QuotaAnswers.Limits.of(quota));
    }

    private static String told(Quota quota) {
        return quota.recordsPerSecond().map(String::valueOf).orElse("any number of") + " records per second, "
                + quota.bytesPerDay().map(String::valueOf).orElse("any number of") + " bytes per day, "
                + quota.seriesPerDay().map(String::valueOf).orElse("any number of") + " series per day, "
                + quota.queryBytesPerSecond().map(String::valueOf).orElse("any number of")
                + " bytes read by queries per second";
    }

    @GET
    @Path("/all")
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "listQuotasOfAllTenants",
            summary = "List the quotas of every tenant",
            description = "For collectors, which look again and again: with what ETag said as If-None-Match, 304 while"
                    + " nothing has changed.")
    @APIResponse(
            responseCode = "200",
            description = "The quotas, and how much of them is used.",
            headers =
                    @Header(
                            name = "ETag",
                            description = "Of these quotas.",
                            schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = QuotaAnswers.All.class)))
    @APIResponse(responseCode = "304", description = "They are what If-None-Match says.")
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> all(@Context Request request) {
        return quotas.all().map(uses -> tags.answer(request, QuotaAnswers.All.of(uses)));
    }
}
