package dev.quipu.storage.api;

import dev.quipu.access.CurrentCaller;
import dev.quipu.access.Role;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.holds.HeldScope;
import dev.quipu.storage.holds.LegalHolds;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/legal-holds")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "legal-holds", description = "What is kept whatever rules say.")
public class LegalHoldsResource {

    private static final String WHAT = "legal hold";

    private final LegalHolds holds;
    private final CurrentCaller caller;
    private final Acts acts;
    private final Transactions transactions;

    LegalHoldsResource(LegalHolds holds, CurrentCaller caller, Acts acts, Transactions transactions) {
        this.holds = holds;
        this.caller = caller;
        this.acts = acts;
        this.transactions = transactions;
    }

    @GET
    @RolesAllowed(Role.ADMINISTERS)
    @Operation(
            operationId = "listLegalHolds",
            summary = "List the holds",
            description = "Those that were released stay in the list.")
    @APIResponse(responseCode = "200", description = "The holds.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<LegalHoldAnswers.Holds> list() {
        return holds.list(caller.get().tenant())
                .map(all -> new LegalHoldAnswers.Holds(
                        all.stream().map(LegalHoldAnswers.Hold::of).toList()));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Role.ADMINISTERS)
    @Operation(operationId = "getLegalHold", summary = "Get one hold", description = "By its number.")
    @APIResponse(responseCode = "200", description = "The hold.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<LegalHoldAnswers.Hold> get(
            @Parameter(description = "Its number.", example = "3") @PathParam("id") String id) {
        return holds.find(caller.get().tenant(), PathNumber.of(WHAT, id))
                .map(PathNumber.found(WHAT, id))
                .map(LegalHoldAnswers.Hold::of);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("legal-hold.place")
    @Operation(
            operationId = "placeLegalHold",
            summary = "Hold records",
            description =
                    "Those that are here and those that come, until it is released: neither rules of retention nor"
                            + " erasures and destroyed keys let them go. Records that are stored together with some of them are"
                            + " kept as well. An erasure that was asked for before goes on.")
    @APIResponse(
            responseCode = "201",
            description = "The hold.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LegalHoldAnswers.Hold.class)))
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> place(LegalHoldAnswers.@Nullable Wanted wanted) {
        LegalHoldAnswers.Wanted asked = Required.field("body", wanted);
        HeldScope scope = asked.scope();
        String reason = asked.checkedReason();
        String tenant = caller.get().tenant();
        return transactions
                .write(
                        tenant,
                        connection -> holds.place(
                                        connection,
                                        tenant,
                                        scope,
                                        reason,
                                        caller.get().name())
                                .call(hold -> acts.alongside(hold.id(), reason).apply(connection)))
                .map(hold -> Response.created(URI.create("/v1/legal-holds/" + hold.id()))
                        .entity(LegalHoldAnswers.Hold.of(hold))
                        .build());
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("legal-hold.release")
    @Operation(
            operationId = "releaseLegalHold",
            summary = "Release a hold",
            description = "What rules let go goes within the configured interval. The hold stays in the list.")
    @APIResponse(responseCode = "204", description = "Released.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> release(@Parameter(description = "Its number.", example = "3") @PathParam("id") String id) {
        long number = PathNumber.of(WHAT, id);
        String tenant = caller.get().tenant();
        return transactions.write(
                tenant,
                connection -> holds.release(
                                connection, tenant, number, caller.get().name())
                        .chain(held -> held
                                ? acts.alongside(number, "").apply(connection)
                                : Uni.createFrom().failure(PathNumber.none(WHAT, id))));
    }
}
