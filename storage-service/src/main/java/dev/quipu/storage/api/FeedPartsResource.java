package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.failures.ConsumerCommits;
import dev.quipu.storage.feed.NoSuchPart;
import dev.quipu.storage.feed.PositionLost;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/feed/consumers/analysis/parts")
@Tag(name = "feed", description = "Committed segments, complete and in an order that never goes back.")
public class FeedPartsResource {

    private final ConsumerCommits commits;

    FeedPartsResource(ConsumerCommits commits) {
        this.commits = commits;
    }

    @PUT
    @Path("/{part}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "commitFeedPart",
            summary = "Commit the cursor of a part",
            description =
                    "As a consumer is committed, with `after`. In the same transaction `analysis` is set to the least of its"
                            + " parts. Whether the part is leased is not looked at: `after` has to be its committed cursor.")
    @APIResponse(responseCode = "204", description = "Committed.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> commit(
            @Parameter(description = "Its name.", example = "traces-0-of-2") @PathParam("part") String part,
            FeedAnswers.@Nullable Commit commit) {
        FeedAnswers.Commit step = Required.field("body", commit);
        Required.field("after", step.after());
        return commits.commitPart(part, step.of())
                .onFailure(NoSuchPart.class)
                .transform(failure -> ProblemException.notFound(String.valueOf(failure.getMessage())))
                .onFailure(PositionLost.class)
                .transform(failure -> ProblemException.conflict(String.valueOf(failure.getMessage())));
    }
}
