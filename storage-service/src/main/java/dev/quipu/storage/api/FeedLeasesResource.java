package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.feed.FeedLeases;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/feed/consumers/analysis/leases")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "feed", description = "Committed segments, complete and in an order that never goes back.")
public class FeedLeasesResource {

    private final FeedLeases leases;

    FeedLeasesResource(FeedLeases leases) {
        this.leases = leases;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "renewFeedLeases",
            summary = "Renew a replica's leases of parts",
            description =
                    "Tells which parts of `analysis` the replica works on until the leases end: its share of them. What is"
                            + " left out is another's now. With the first request the parts are made, where `analysis` stands."
                            + " When no live replica wants as many slices as there are, the parts that are behind are given"
                            + " out up to the furthest one's cursor, where each has to commit and stop; when all stand there,"
                            + " others take their place.")
    @APIResponse(responseCode = "200", description = "The leases.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<FeedLeaseAnswers.Leases> renew(FeedLeaseAnswers.@Nullable Renewal renewal) {
        return leases.renew(Required.field("body", renewal).of()).map(FeedLeaseAnswers.Leases::of);
    }

    @DELETE
    @Path("/{owner}")
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "returnFeedLeases",
            summary = "Give a replica's leases back",
            description = "It has stopped working; others take over at once.")
    @APIResponse(responseCode = "204", description = "Given back.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> giveBack(
            @Parameter(description = "The replica's name.", example = "analysis-0") @PathParam("owner") String owner) {
        return leases.giveBack(owner);
    }
}
