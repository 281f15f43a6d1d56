package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.alerts.AlertList;
import dev.quipu.storage.alerts.AlertTransitions;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "alerts", description = "What people want to be told of, and what came of it.")
public class AlertsResource {

    private final AlertList alerts;
    private final AlertTransitions transitions;
    private final Tenant tenant;
    private final StorageConfig config;

    AlertsResource(AlertList alerts, AlertTransitions transitions, Tenant tenant, StorageConfig config) {
        this.alerts = alerts;
        this.transitions = transitions;
        this.tenant = tenant;
        this.config = config;
    }

    @GET
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listAlerts",
            summary = "List alerts",
            description = "Page by page, by rule and series, those included that were resolved not long ago.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<AlertAnswers.Page> list(@BeanParam AlertParameters asked) {
        int size = asked.size(config.storage().search().maxLimit());
        return alerts.page(
                        tenant.name(),
                        asked.place(),
                        asked.parsedState(),
                        AlertParameters.ruleId(asked.ruleId),
                        size + 1)
                .map(found -> AlertAnswers.Page.of(found, size));
    }

    @GET
    @Path("/history")
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listAlertHistory",
            summary = "List what became of alerts",
            description = "Every change of state of the latest 90 days, page by page, the newest first.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<AlertAnswers.HistoryPage> history(
            @Parameter(
                            description = "Only those of the rule with this number.",
                            schema = @Schema(type = SchemaType.INTEGER),
                            example = "3")
                    @QueryParam("ruleId")
                    Optional<String> ruleId,
            @BeanParam ListParameters asked) {
        int size = asked.size(config);
        return alerts.history(tenant.name(), asked.after(Long.MAX_VALUE), AlertParameters.ruleId(ruleId), size + 1)
                .map(found -> new AlertAnswers.HistoryPage(
                        found.stream().limit(size).map(AlertAnswers.Past::of).toList(),
                        ListParameters.nextCursor(found, size, past -> past.id())));
    }

    @POST
    @Path("/transitions")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "changeAlerts",
            summary = "Change alerts of a rule",
            description =
                    "All of them, with what is to be told to webhooks, or none: when the rule or an alert has another version"
                            + " than the one that was read, nothing is changed and the detail names the first. A change to"
                            + " firing is told to every enabled webhook of the rule that was not told yet, and one from firing"
                            + " to resolved to those that were, unless an active silence matches the alert's labels.")
    @APIResponse(responseCode = "200", description = "The alerts as they are now.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<AlertAnswers.Written> change(@Nullable AlertTransitionsJson body) {
        AlertTransitionsJson wanted = Required.field("body", body);
        long ruleId = Required.field("ruleId", wanted.ruleId());
        return transitions
                .write(tenant.name(), ruleId, Required.field("ruleVersion", wanted.ruleVersion()), wanted.models())
                .map(PathNumber.found("alert rule", String.valueOf(ruleId)))
                .map(written -> new AlertAnswers.Written(
                        written.stream().map(AlertAnswers.Listed::of).toList()));
    }
}
