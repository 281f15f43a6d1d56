package dev.quipu.storage.api;

import dev.quipu.access.CurrentCaller;
import dev.quipu.access.Role;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.failures.FailureList;
import dev.quipu.storage.feed.PartLayout;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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

@Path("/v1/feed/consumers/{name}/failures")
@Tag(name = "feed", description = "Committed segments, complete and in an order that never goes back.")
public class FeedFailuresResource {

    private final FailureList failures;
    private final Tenant tenant;
    private final CurrentCaller caller;
    private final Acts acts;
    private final StorageConfig config;

    FeedFailuresResource(FailureList failures, Tenant tenant, CurrentCaller caller, Acts acts, StorageConfig config) {
        this.failures = failures;
        this.tenant = tenant;
        this.caller = caller;
        this.acts = acts;
        this.config = config;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listFeedFailures",
            summary = "List what a consumer could not digest",
            description =
                    "Page by page: a service is told those of every tenant, others their own. A consumer asks for those in state `retry`, reads their segments again,"
                            + " and commits their ids as resolved, with new failures if there are any.")
    @APIResponse(responseCode = "200", description = "The failures; none for a consumer that is not known.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<FailureAnswers.Page> list(
            @Parameter(description = "Name of the consumer.", example = "analysis") @PathParam("name") String name,
            @Parameter(description = "failed or retry; absent: both.", example = "retry") @QueryParam("state")
                    Optional<String> state,
            @Parameter(description = "The nextCursor of the page before.", example = "17")
                    @QueryParam("cursor")
                    @DefaultValue("0")
                    String cursor,
            @Parameter(
                            description = "Failures on the page; capped by configuration.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
                            example = "100")
                    @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(
                            description =
                                    "Those that this part of the present layout takes care of: its own; and `traces-0-of-N`"
                                            + " those of parts that are no more, which each entry names.",
                            example = "traces-0-of-2")
                    @QueryParam("part")
                    Optional<String> part) {
        StorageConfig.Feed limits = config.storage().feed();
        int most = Limit.of(limit, limits.defaultLimit(), limits.maxLimit());
        return failures.list(
                        new FailureList.Query(
                                name,
                                ofTenant(),
                                number("cursor", cursor),
                                state.map(FeedFailuresResource::isRetried),
                                part.map(PartLayout::requirePart)),
                        most)
                .map(list -> FailureAnswers.Page.of(list, most));
    }

    private Optional<String> ofTenant() {
        return caller.get().role() == Role.SERVICE ? Optional.empty() : Optional.of(tenant.name());
    }

    private static boolean isRetried(String state) {
        return switch (state) {
            case FailureAnswers.RETRY -> true;
            case FailureAnswers.FAILED -> false;
            default -> throw new IllegalArgumentException("state: expected failed or retry, got '" + state + "'");
        };
    }

    private static long number(String field, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field + ": expected a whole number, got '" + text + "'", e);
        }
    }

    @POST
    @Path("/{id}/retry")
    @RolesAllowed(Role.ANALYSES)
    @Audited("feed-failure.retry")
    @Operation(
            operationId = "retryFeedFailure",
            summary = "Give a failure back to its consumer",
            description = "The ledger counts its records as pending instead of failed, until the consumer commits it as"
                    + " resolved. Safe to repeat.")
    @APIResponse(responseCode = "204", description = "Given back.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> retry(
            @Parameter(description = "Name of the consumer.", example = "analysis") @PathParam("name") String name,
            @Parameter(description = "Number of the failure.", example = "17") @PathParam("id") String id) {
        return failures.giveBack(new FailureList.Key(name, number("id", id), tenant.name()), acts.alongside(id, name))
                .invoke(result -> {
                    switch (result) {
                        case YES -> {}
                        case NO_SUCH_FAILURE ->
                            throw ProblemException.notFound("failure " + id + ": none of that number");
                        case SEGMENT_GONE ->
                            throw ProblemException.conflict("failure " + id + ": retention let its segment go");
                    }
                })
                .replaceWithVoid();
    }
}
