package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.quarantine.Quarantine;
import dev.quipu.storage.quarantine.QuarantineRetry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/quarantine")
@Tag(name = "quarantine", description = "Acknowledged segments that could not be stored.")
public class QuarantineResource {

    private static final String EXAMPLE = "5f0c5b6e-92f5-4f3e-0000-000000000001";

    private final Quarantine quarantine;
    private final QuarantineRetry retry;
    private final Tenant tenant;
    private final Acts acts;
    private final StorageConfig config;

    QuarantineResource(Quarantine quarantine, QuarantineRetry retry, Tenant tenant, Acts acts, StorageConfig config) {
        this.quarantine = quarantine;
        this.retry = retry;
        this.tenant = tenant;
        this.acts = acts;
        this.config = config;
    }

    @POST
    @Consumes(SegmentParcel.MEDIA_TYPE)
    @Produces(Problem.MEDIA_TYPE)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "quarantineSegment",
            summary = "Keep a segment that could not be stored",
            description =
                    "Durably, and counted as quarantined, until it is tried again or discarded. Safe to repeat: a segment"
                            + " is kept once, and not when it is stored or has left.")
    @APIResponse(responseCode = "201", description = "Kept now.")
    @APIResponse(responseCode = "200", description = "Known before; nothing changed.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(
            responseCode = "413",
            description = "Larger than a segment may be.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> keep(
            @RequestBody(
                            description = "The segment with the requests that its records came from.",
                            required = true,
                            content =
                                    @Content(
                                            mediaType = SegmentParcel.MEDIA_TYPE,
                                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
                    byte[] parcel,
            @Parameter(
                            description = "Why it could not be stored, in words; the ledger counts by it.",
                            required = true,
                            example = "unstorable")
                    @QueryParam("reason")
                    Optional<String> reason) {
        String why = reason.filter(text -> !text.isBlank())
                .orElseThrow(() -> new IllegalArgumentException("reason: expected one, it is absent"));
        return quarantine
                .keep(parcel, why)
                .map(isNew -> Response.status(isNew ? Response.Status.CREATED : Response.Status.OK)
                        .build());
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listQuarantine",
            summary = "List the segments in quarantine",
            description = "Those of the tenant, page by page.")
    @APIResponse(responseCode = "200", description = "The segments.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<QuarantineAnswers.Page> list(
            @Parameter(description = "The nextCursor of the page before.", example = EXAMPLE) @QueryParam("cursor")
                    Optional<String> cursor,
            @Parameter(
                            description = "Segments on the page; capped by configuration.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
                            example = "20")
                    @QueryParam("limit")
                    Optional<String> limit) {
        StorageConfig.Search limits = config.storage().search();
        int most = Limit.of(limit, limits.defaultLimit(), limits.maxLimit());
        return quarantine
                .list(tenant.name(), cursor.map(SegmentId::parse), most)
                .map(list -> QuarantineAnswers.Page.of(list, most));
    }

    @GET
    @Path("/{id}")
    @Produces(Segment.MEDIA_TYPE)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "getQuarantinedSegment",
            summary = "Fetch a segment in quarantine",
            description = "The framed bytes as they came, perhaps damaged.")
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
            @Parameter(description = "The segment's id.", example = EXAMPLE) @PathParam("id") String id) {
        return quarantine
                .fetch(tenant.name(), SegmentId.parse(id))
                .map(found -> found.orElseThrow(() -> absent(id)).framed());
    }

    @POST
    @Path("/{id}/retry")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.ANALYSES)
    @Audited("quarantine.retry")
    @Operation(
            operationId = "retryQuarantinedSegment",
            summary = "Try to store a segment in quarantine",
            description =
                    "As if it were posted. Requests of it that are stored already are left out and counted as duplicates. It"
                            + " leaves the quarantine in the transaction that stores it.")
    @APIResponse(responseCode = "200", description = "Its records are stored.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(
            responseCode = "409",
            description = "It still cannot be stored; the detail says why. The attempt is counted.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<QuarantineAnswers.Retried> retry(
            @Parameter(description = "The segment's id.", example = EXAMPLE) @PathParam("id") String id) {
        return retry.retry(tenant.name(), SegmentId.parse(id), acts.alongside(id, ""))
                .onFailure(QuarantineRetry.StillUnstorable.class)
                .transform(failure -> ProblemException.conflict(String.valueOf(failure.getMessage())))
                .map(left -> QuarantineAnswers.Retried.of(left.orElseThrow(() -> absent(id))));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("quarantine.discard")
    @Operation(
            operationId = "discardQuarantinedSegment",
            summary = "Discard a segment in quarantine",
            description = "For ever; the ledger counts its records as rejected, for `" + Quarantine.DISCARDED + "`.")
    @APIResponse(responseCode = "204", description = "Discarded.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> discard(
            @Parameter(description = "The segment's id.", example = EXAMPLE) @PathParam("id") String id) {
        return quarantine
                .discard(tenant.name(), SegmentId.parse(id), acts.alongside(id, ""))
                .invoke(discarded -> {
                    if (!discarded) {
                        throw absent(id);
                    }
                })
                .replaceWithVoid();
    }

    private static ProblemException absent(String id) {
        return ProblemException.notFound("segment " + id + ": not in quarantine");
    }
}
