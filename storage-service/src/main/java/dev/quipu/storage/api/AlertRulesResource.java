package dev.quipu.storage.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.access.Role;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.alerts.AlertRule;
import dev.quipu.storage.alerts.AlertRuleRemoval;
import dev.quipu.storage.alerts.Webhook;
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

@Path("/v1/alert-rules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "alerts", description = "What people want to be told of, and what came of it.")
public class AlertRulesResource {

    private static final String WHAT = "alert rule";

    private final AlertRuleRemoval removal;
    private final ObjectMapper json;
    private final Tenant tenant;
    private final Acts acts;
    private final StorageConfig config;

    AlertRulesResource(AlertRuleRemoval removal, ObjectMapper json, Tenant tenant, Acts acts, StorageConfig config) {
        this.removal = removal;
        this.json = json;
        this.tenant = tenant;
        this.acts = acts;
        this.config = config;
    }

    @GET
    @OfTenant
    @RolesAllowed(Role.READS)
    @Operation(operationId = "listAlertRules", summary = "List alert rules", description = "Page by page, by id.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<AlertRuleAnswers.Page> list(@BeanParam ListParameters asked) {
        int size = asked.size(config);
        return AlertRule.page(tenant.name(), asked.after(0), size + 1)
                .map(found -> new AlertRuleAnswers.Page(
                        found.stream().limit(size).map(this::answer).toList(),
                        ListParameters.nextCursor(found, size, rule -> Required.field("id", rule.id))));
    }

    @GET
    @Path("/{id}")
    @OfTenant
    @RolesAllowed(Role.READS)
    @Operation(operationId = "getAlertRule", summary = "Get one alert rule", description = "By its number.")
    @APIResponse(responseCode = "200", description = "The alert rule.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<AlertRuleAnswers.Rule> get(
            @Parameter(description = "Its number.", example = "3") @PathParam("id") String id) {
        return find(id).map(this::answer);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @OfTenant
    @RolesAllowed(Role.ANALYSES)
    @Audited("alert-rule.add")
    @Operation(
            operationId = "addAlertRule",
            summary = "Add an alert rule",
            description = "Analysis evaluates it from then on.")
    @APIResponse(
            responseCode = "201",
            description = "The alert rule.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AlertRuleAnswers.Rule.class)))
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> add(AlertRuleAnswers.@Nullable Change change) {
        AlertRuleAnswers.Change wanted = Required.field("body", change);
        AlertRule rule = new AlertRule();
        rule.tenant = tenant.name();
        rule.createdAt = Instant.now();
        return Webhook.names(tenant.name())
                .invoke(webhooks -> wanted.applyTo(rule, webhooks, json))
                .chain(() -> rule.<AlertRule>persistAndFlush())
                .call(added -> acts.done(Required.field("id", added.id), told(added)))
                .map(added -> Response.created(URI.create("/v1/alert-rules/" + added.id))
                        .entity(answer(added))
                        .build());
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @OfTenant
    @RolesAllowed(Role.ANALYSES)
    @Audited("alert-rule.change")
    @Operation(
            operationId = "changeAlertRule",
            summary = "Change an alert rule",
            description = "All of it at once. With a version, only when nobody has changed it since.")
    @APIResponse(responseCode = "200", description = "The alert rule as it is now.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<AlertRuleAnswers.Rule> change(
            @Parameter(description = "Its number.", example = "3") @PathParam("id") String id,
            AlertRuleAnswers.@Nullable Change change) {
        AlertRuleAnswers.Change wanted = Required.field("body", change);
        return find(id).invoke(rule -> Required.sameVersion(wanted.version(), rule.version))
                .call(rule -> Webhook.names(tenant.name()).invoke(webhooks -> wanted.applyTo(rule, webhooks, json)))
                .call(rule -> acts.done(id, told(rule)))
                .map(this::answer);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Role.ANALYSES)
    @Audited("alert-rule.remove")
    @Operation(
            operationId = "removeAlertRule",
            summary = "Remove an alert rule",
            description =
                    "And its alerts. Webhooks that were told that one of them fires are told that it is resolved.")
    @APIResponse(responseCode = "204", description = "Removed.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> remove(@Parameter(description = "Its number.", example = "3") @PathParam("id") String id) {
        return removal.remove(tenant.name(), PathNumber.of(WHAT, id), acts.alongside(id, ""))
                .invoke(wasHere -> {
                    if (!wasHere) {
                        throw PathNumber.none(WHAT, id);
                    }
                })
                .replaceWithVoid();
    }

    private static String told(AlertRule rule) {
        return rule.severity + " '" + rule.name + "'" + (rule.enabled ? "" : ", not enabled");
    }

    private Uni<AlertRule> find(String id) {
        return AlertRule.findOne(tenant.name(), PathNumber.of(WHAT, id)).map(PathNumber.found(WHAT, id));
    }

    private AlertRuleAnswers.Rule answer(AlertRule rule) {
        return AlertRuleAnswers.Rule.of(rule, json);
    }
}
