package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.model.TraceId;
import dev.quipu.storage.fate.FateReader;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/fate")
@Tag(name = "ledger", description = "What became of every record.")
@APIResponse(responseCode = "429", ref = StorageApi.TOO_DEAR)
public class FateResource {

    private final FateReader fates;
    private final Tenant tenant;

    FateResource(FateReader fates, Tenant tenant) {
        this.fates = fates;
        this.tenant = tenant;
    }

    @GET
    @Path("/{traceId}")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "getFate",
            summary = "Say what became of a trace",
            description =
                    "Looks, in one snapshot, at the segments, at what retention let go, at what collectors noted, and at what"
                            + " collectors and the quarantine hold. A trace was never offered only when nothing could have"
                            + " kept it from being found: records that are rejected within a segment are counted without"
                            + " their traces.")
    @APIResponse(responseCode = "200", description = "The answer, also for a trace that nobody knows.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<FateAnswers.Answer> fate(
            @Parameter(description = "32 hex digits.", example = "0af7651916cd43dd8448eb211c80319c")
                    @PathParam("traceId")
                    String traceId,
            @Parameter(
                            description =
                                    "It was offered at this time or later; absent: since the evidence is complete.",
                            example = "2026-01-01T00:00:00Z")
                    @QueryParam("from")
                    Optional<String> from,
            @Parameter(description = "It was offered before this; absent: now.", example = "2026-01-01T01:00:00Z")
                    @QueryParam("to")
                    Optional<String> to) {
        return fates.read(new FateReader.Asked(
                        tenant.name(),
                        TraceId.parse(traceId),
                        from.map(text -> Times.instant("from", text)),
                        to.map(text -> Times.instant("to", text))))
                .map(FateAnswers.Answer::of);
    }
}
