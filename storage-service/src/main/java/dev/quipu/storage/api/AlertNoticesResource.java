package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.alerts.NoticeOutbox;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/alert-notices")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "alerts", description = "What people want to be told of, and what came of it.")
public class AlertNoticesResource {

    private static final String WHAT = "alert notice";

    private final NoticeOutbox outbox;

    AlertNoticesResource(NoticeOutbox outbox) {
        this.outbox = outbox;
    }

    @POST
    @Path("/claims")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "claimAlertNotices",
            summary = "Take notices to deliver",
            description =
                    "A door between services: it gives notices of all tenants, with the secrets of their webhooks. The oldest"
                            + " of those that are due, and nobody else is given them within the lease. The notices of one alert"
                            + " to one webhook are given one after the other: the next when the one before is delivered or given"
                            + " up.")
    @APIResponse(responseCode = "200", description = "The notices; none when none is due.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<AlertNoticeAnswers.Batch> claim(AlertNoticeAnswers.@Nullable Claim body) {
        AlertNoticeAnswers.Claim claim = Required.field("body", body);
        return outbox.claim(claim.checkedLimit(), claim.lease())
                .map(found -> new AlertNoticeAnswers.Batch(
                        found.stream().map(AlertNoticeAnswers.Claimed::of).toList()));
    }

    @POST
    @Path("/{id}/outcome")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "reportAlertNotice",
            summary = "Say what came of a notice",
            description =
                    "A door between services. Told again, it changes nothing more: what is delivered stays so, and what is"
                            + " given up is not tried again.")
    @APIResponse(responseCode = "204", description = "Noted.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> report(
            @Parameter(description = "Its number.", example = "7") @PathParam("id") String id,
            AlertNoticeAnswers.@Nullable Outcome body) {
        AlertNoticeAnswers.Outcome outcome = Required.field("body", body);
        long number = PathNumber.of(WHAT, id);
        Uni<Boolean> noted = Required.field("delivered", outcome.delivered())
                ? outbox.deliver(number)
                : outbox.fail(
                        number,
                        Required.field("reason", outcome.reason()),
                        outcome.retry(),
                        Optional.ofNullable(outcome.attempt()));
        return noted.invoke(isKnown -> {
                    if (!isKnown) {
                        throw PathNumber.none(WHAT, id);
                    }
                })
                .replaceWithVoid();
    }
}
