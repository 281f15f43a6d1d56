package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.alerts.Webhook;
import dev.quipu.storage.alerts.WebhookUse;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "alerts", description = "What people want to be told of, and what came of it.")
public class WebhooksResource {

    private static final String WHAT = "webhook";

    private final WebhookUse use;
    private final Tenant tenant;
    private final Acts acts;
    private final StorageConfig config;

    WebhooksResource(WebhookUse use, Tenant tenant, Acts acts, StorageConfig config) {
        this.use = use;
        this.tenant = tenant;
        this.acts = acts;
        this.config = config;
    }

    @GET
    @OfTenant
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listWebhooks",
            summary = "List webhooks",
            description = "Page by page, by id, without their secrets.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<WebhookAnswers.Page> list(@BeanParam ListParameters asked) {
        int size = asked.size(config);
        return Webhook.page(tenant.name(), asked.after(0), size + 1)
                .map(found -> new WebhookAnswers.Page(
                        found.stream().limit(size).map(WebhookAnswers.Hook::of).toList(),
                        ListParameters.nextCursor(found, size, webhook -> Required.field("id", webhook.id))));
    }

    @GET
    @Path("/{id}")
    @OfTenant
    @RolesAllowed(Role.READS)
    @Operation(operationId = "getWebhook", summary = "Get one webhook", description = "By its number.")
    @APIResponse(responseCode = "200", description = "The webhook.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<WebhookAnswers.Hook> get(
            @Parameter(description = "Its number.", example = "3") @PathParam("id") String id) {
        return find(id).map(WebhookAnswers.Hook::of);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @OfTenant
    @RolesAllowed(Role.ANALYSES)
    @Audited("webhook.add")
    @Operation(
            operationId = "addWebhook",
            summary = "Add a webhook",
            description = "Rules that name no webhook tell all of the tenant's.")
    @APIResponse(
            responseCode = "201",
            description = "The webhook.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookAnswers.Hook.class)))
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> add(WebhookAnswers.@Nullable Change change) {
        WebhookAnswers.Change wanted = Required.field("body", change);
        Webhook webhook = new Webhook();
        webhook.tenant = tenant.name();
        webhook.createdAt = Instant.now();
        wanted.applyTo(webhook);
        return webhook.<Webhook>persistAndFlush()
                .call(added -> acts.done(Required.field("id", added.id), told(added)))
                .map(added -> Response.created(URI.create("/v1/webhooks/" + added.id))
                        .entity(WebhookAnswers.Hook.of(added))
                        .build());
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @OfTenant
    @RolesAllowed(Role.ANALYSES)
    @Audited("webhook.change")
    @Operation(
            operationId = "changeWebhook",
            summary = "Change a webhook",
            description =
                    "All of it at once, but an absent secret stays as it is. With a version, only when nobody has changed it since. Its name only when no rule names it.")
    @APIResponse(responseCode = "200", description = "The webhook as it is now.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<WebhookAnswers.Hook> change(
            @Parameter(description = "Its number.", example = "3") @PathParam("id") String id,
            WebhookAnswers.@Nullable Change change) {
        WebhookAnswers.Change wanted = Required.field("body", change);
        return find(id).invoke(webhook -> Required.sameVersion(wanted.version(), webhook.version))
                .call(webhook -> wanted.checkedName().equals(webhook.name)
                        ? Uni.createFrom().voidItem()
                        : use.requireUnused(tenant.name(), webhook.name))
                .invoke(wanted::applyTo)
                .call(webhook -> acts.done(id, told(webhook)))
                .map(WebhookAnswers.Hook::of);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Role.ANALYSES)
    @Audited("webhook.remove")
    @Operation(
            operationId = "removeWebhook",
            summary = "Remove a webhook",
            description = "When no rule names it. What it was to be told and was not is given up.")
    @APIResponse(responseCode = "204", description = "Removed.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> remove(@Parameter(description = "Its number.", example = "3") @PathParam("id") String id) {
        return use.remove(tenant.name(), PathNumber.of(WHAT, id), acts.alongside(id, ""))
                .invoke(wasHere -> {
                    if (!wasHere) {
                        throw PathNumber.none(WHAT, id);
                    }
                })
                .replaceWithVoid();
    }

    /** The URL may hold a secret as well. */
    private static String told(Webhook webhook) {
        return "'" + webhook.name + "'" + (webhook.enabled ? "" : ", not enabled");
    }

    private Uni<Webhook> find(String id) {
        return Webhook.findOne(tenant.name(), PathNumber.of(WHAT, id)).map(PathNumber.found(WHAT, id));
    }
}
