package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.model.Signal;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.failures.ConsumerCommits;
import dev.quipu.storage.feed.Feed;
import dev.quipu.storage.feed.FeedConsumers;
import dev.quipu.storage.feed.FeedCursor;
import dev.quipu.storage.feed.PartLayout;
import dev.quipu.storage.feed.PositionLost;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/feed")
@Tag(name = "feed", description = "Committed segments, complete and in an order that never goes back.")
public class FeedResource {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final int GONE = 410;
    private static final int CONFLICT = 409;

    private final Feed feed;
    private final FeedConsumers consumers;
    private final ConsumerCommits commits;
    private final StorageConfig config;

    FeedResource(Feed feed, FeedConsumers consumers, ConsumerCommits commits, StorageConfig config) {
        this.feed = feed;
        this.consumers = consumers;
        this.commits = commits;
        this.config = config;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "readFeed",
            summary = "Read the feed",
            description =
                    "Segments of every tenant that were committed after a cursor. Merging replaces segments by one that"
                            + " stands in their place: a reader sees each record once. A reader that wants to be sure registers as"
                            + " a consumer first.")
    @APIResponse(responseCode = "200", description = "The page; empty when there is nothing new.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(
            responseCode = "410",
            description =
                    "Segments on both sides of the cursor were merged since it was read. Begin again at a committed cursor"
                            + " and forget what was read after it.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<FeedAnswers.Page> read(
            @Parameter(description = "A cursor of the feed; 0 for the beginning.", example = "7361-7365")
                    @QueryParam("after")
                    @DefaultValue("0")
                    String after,
            @Parameter(
                            description = "About how many segments; capped by configuration.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
                            example = "100")
                    @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "Only segments of this signal.", example = "traces") @QueryParam("signal")
                    Optional<String> signal,
            @Parameter(
                            description =
                                    "Only segments that stand up to this cursor. The last page ends exactly there, also"
                                            + " when nothing is left that stands there.",
                            example = "7361-7365")
                    @QueryParam("upTo")
                    Optional<String> upTo) {
        StorageConfig.Feed limits = config.storage().feed();
        return feed.after(new Feed.Query(
                        FeedCursor.parse(after),
                        upTo.map(FeedCursor::parse),
                        signal.map(Signal::ofLabel),
                        Limit.of(limit, limits.defaultLimit(), limits.maxLimit())))
                .map(FeedAnswers.Page::of)
                .onFailure(PositionLost.class)
                .transform(failure -> new ProblemException(GONE, String.valueOf(failure.getMessage())));
    }

    @GET
    @Path("/end")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "readFeedEnd",
            summary = "Read what stands last before a cursor",
            description =
                    "The last segments up to the cursor, in the order of the feed, without those that analysis could"
                            + " not digest: what a reader has read last, though some of it may be merged since.")
    @APIResponse(responseCode = "200", description = "The segments.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<FeedAnswers.End> end(
            @Parameter(description = "A cursor of the feed.", required = true, example = "7361-7365")
                    @QueryParam("upTo")
                    Optional<String> upTo,
            @Parameter(
                            description = "About how many segments; capped by configuration.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
                            example = "100")
                    @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "Only segments of this signal.", example = "traces") @QueryParam("signal")
                    Optional<String> signal,
            @Parameter(
                            description = "Only without those that this part of analysis could not digest.",
                            example = "traces-0-of-2")
                    @QueryParam("part")
                    Optional<String> part) {
        StorageConfig.Feed limits = config.storage().feed();
        return feed.before(
                        FeedCursor.parse(upTo.orElseThrow(
                                () -> new IllegalArgumentException("upTo: expected a cursor of the feed, got none"))),
                        signal.map(Signal::ofLabel),
                        Limit.of(limit, limits.defaultLimit(), limits.maxLimit()),
                        part.map(PartLayout::requirePart))
                .map(FeedAnswers.End::of);
    }

    @GET
    @Path("/consumers")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listFeedConsumers",
            summary = "List the registered consumers",
            description = "With their cursors, and how far each is behind, which may be as of some seconds ago.")
    @APIResponse(responseCode = "200", description = "The consumers.")
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<FeedAnswers.Consumers> consumers() {
        return consumers
                .list()
                .map(list -> new FeedAnswers.Consumers(
                        list.stream().map(FeedAnswers.Consumer::of).toList()));
    }

    @GET
    @Path("/consumers/{name}")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "getFeedConsumer",
            summary = "Get one consumer",
            description = "With its committed cursor, and how far it is behind, which may be as of some seconds ago.")
    @APIResponse(responseCode = "200", description = "The consumer.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<FeedAnswers.Consumer> consumer(
            @Parameter(description = "Its name.", example = "analysis") @PathParam("name") String name) {
        return consumers
                .find(name)
                .map(found -> found.map(FeedAnswers.Consumer::of)
                        .orElseThrow(() -> ProblemException.notFound("consumer " + name + ": not registered")));
    }

    @PUT
    @Path("/consumers/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "commitFeedConsumer",
            summary = "Register a consumer, or commit its cursor",
            description =
                    "Segments that it has not passed are not merged with ones that it has. The cursor of `analysis` gives"
                            + " the analysed share of the records, of which the ledger takes its failures. Failures are kept"
                            + " in the same transaction, each once per segment, component and reason: a commit may be"
                            + " repeated. 409 also when a segment that failed is merged since, and for `analysis` as soon as"
                            + " it is followed in parts.")
    @APIResponse(responseCode = "204", description = "Committed.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> commit(
            @Parameter(description = "Its name.", example = "analysis") @PathParam("name") String name,
            FeedAnswers.@Nullable Commit commit) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name: expected " + NAME.pattern() + ", got '" + name + "'");
        }
        return commits.commit(name, Required.field("body", commit).of())
                .onFailure(PositionLost.class)
                .transform(failure -> new ProblemException(CONFLICT, String.valueOf(failure.getMessage())));
    }

    @DELETE
    @Path("/consumers/{name}")
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "removeFeedConsumer",
            summary = "Remove a consumer",
            description =
                    "Merging does not wait for it any more; its failures are forgotten, and its parts with their leases.")
    @APIResponse(responseCode = "204", description = "Removed.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> remove(
            @Parameter(description = "Its name.", example = "analysis") @PathParam("name") String name) {
        return commits.remove(name)
                .invoke(removed -> {
                    if (!removed) {
                        throw ProblemException.notFound("consumer " + name + ": not registered");
                    }
                })
                .replaceWithVoid();
    }
}
