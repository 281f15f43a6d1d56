package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.segments.SegmentFetch;
import dev.quipu.storage.segments.SegmentStore;
import dev.quipu.storage.segments.StoreOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/segments")
@Tag(name = "segments", description = "Blocks of records, as collectors write them.")
public class SegmentsResource {

    private final SegmentStore store;
    private final SegmentFetch fetch;

    SegmentsResource(SegmentStore store, SegmentFetch fetch) {
        this.store = store;
        this.fetch = fetch;
    }

    @POST
    @Consumes(Segment.MEDIA_TYPE)
    @Produces(Problem.MEDIA_TYPE)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "storeSegment",
            summary = "Store one segment",
            description =
                    "In one transaction with its request keys, catalog entries and ledger lines. A 2xx answer means that"
                            + " it is durable and that the next query sees it. Safe to repeat: a segment id is stored once.")
    @APIResponse(responseCode = "201", description = "Stored now.")
    @APIResponse(responseCode = "200", description = "A segment of this id was stored before; nothing changed.")
    @APIResponse(
            responseCode = "409",
            description =
                    "Some of its client requests are stored already, in other segments. Nothing was stored: post the"
                            + " other requests' records under a new id.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "400",
            description = "Not a segment, damaged, or its manifest does not add up.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "413",
            description = "Larger than the configured size.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> store(
            @RequestBody(
                            description = "One framed segment.",
                            required = true,
                            content =
                                    @Content(
                                            mediaType = Segment.MEDIA_TYPE,
                                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
                    byte[] frame,
            @Context UriInfo uri) {
        return store.store(frame).map(outcome -> answer(outcome, uri));
    }

    private static Response answer(StoreOutcome outcome, UriInfo uri) {
        return switch (outcome.kind()) {
            case STORED -> Response.status(Response.Status.CREATED).build();
            case STORED_BEFORE -> Response.ok().build();
            case DUPLICATE_REQUESTS ->
                Problem.duplicateRequests(
                                ((StoreOutcome.DuplicateRequests) outcome)
                                        .keys().stream().map(RequestKey::hex).toList(),
                                uri.getPath())
                        .toResponse();
        };
    }

    @GET
    @Path("/{id}")
    @Produces(Segment.MEDIA_TYPE)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "getSegment",
            summary = "Fetch one segment",
            description =
                    "The framed bytes, verified. A segment that was merged with others is gone: the feed names its"
                            + " successor.")
    @APIResponse(
            responseCode = "200",
            description = "The segment.",
            content =
                    @Content(
                            mediaType = Segment.MEDIA_TYPE,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<byte[]> segment(
            @Parameter(description = "The segment's id.", example = "5f0c5b6e-92f5-4f3e-0000-000000000001")
                    @PathParam("id")
                    String id) {
        return fetch.fetch(SegmentId.parse(id))
                .map(found -> found.orElseThrow(
                                () -> ProblemException.notFound("segment " + id + ": none of this id is stored"))
                        .toBytes());
    }
}
