package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import dev.quipu.model.otlp.OtlpTraces;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.feed.FeedCursor;
import dev.quipu.storage.feed.PartLayout;
import dev.quipu.storage.search.TraceAnswer;
import dev.quipu.storage.search.TraceLookup;
import dev.quipu.storage.search.TraceScope;
import dev.quipu.storage.search.TraceSearch;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/traces")
@Tag(name = "search", description = "Spans, traces and log records by what is in them.")
@APIResponse(responseCode = "429", ref = StorageApi.TOO_DEAR)
public class TracesResource {

    private static final String WATERMARK = "Quipu-Watermark";
    private static final String TRUNCATED = "Quipu-Truncated";
    private static final String TRACES_DATA = "OTLP `TracesData`, as protobuf or as OTLP/JSON, by Accept.";

    private final TraceSearch search;
    private final TraceLookup lookup;
    private final Tenant tenant;
    private final StorageConfig config;

    TracesResource(TraceSearch search, TraceLookup lookup, Tenant tenant, StorageConfig config) {
        this.search = search;
        this.lookup = lookup;
        this.tenant = tenant;
        this.config = config;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "searchTraces",
            summary = "Search traces",
            description =
                    "Traces with a span that satisfies a condition, ranked by the newest or slowest of those, page by"
                            + " page: no trace is repeated or skipped between pages.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<SearchAnswers.TracePage> traces(@BeanParam SearchParameters parameters) {
        return search.search(parameters.query(tenant.name(), config.storage().search()))
                .map(SearchAnswers.TracePage::of);
    }

    @GET
    @Path("/{traceId}")
    @Produces({MediaType.APPLICATION_JSON, TraceEncoding.PROTOBUF})
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "getTrace",
            summary = "Fetch one trace",
            description =
                    "Every stored span of the trace. The answer is of one moment: later spans of the trace are in later"
                            + " answers.")
    @APIResponse(
            responseCode = "200",
            description = TRACES_DATA,
            headers = {
                @Header(
                        name = WATERMARK,
                        description = "Everything acknowledged before this instant is included.",
                        schema = @Schema(type = SchemaType.STRING, format = "date-time")),
                @Header(
                        name = TRUNCATED,
                        description = "Whether there are more spans than one answer may have.",
                        schema = @Schema(type = SchemaType.BOOLEAN))
            },
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)),
                @Content(
                        mediaType = TraceEncoding.PROTOBUF,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> trace(
            @Parameter(description = "32 hex digits.", example = "0af7651916cd43dd8448eb211c80319c")
                    @PathParam("traceId")
                    String traceId,
            @Parameter(description = "Hint: its spans start at or after this.") @QueryParam("from")
                    Optional<String> from,
            @Parameter(description = "Hint: its spans start before this.") @QueryParam("to") Optional<String> to,
            @Context HttpHeaders headers) {
        TraceScope scope = TraceScope.of(tenant.name(), List.of(TraceId.parse(traceId)), Times.hint(from, to));
        return answer(scope, headers, answer -> {
            if (answer.spans() == 0) {
                throw ProblemException.notFound("trace " + traceId + ": no span of it is stored");
            }
        });
    }

    @GET
    @Path("/batch")
    @Produces({MediaType.APPLICATION_JSON, TraceEncoding.PROTOBUF})
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "getTraces",
            summary = "Fetch several traces",
            description = "Every stored span of the traces in one message; a trace that is not stored is absent.")
    @APIResponse(
            responseCode = "200",
            description = TRACES_DATA,
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)),
                @Content(
                        mediaType = TraceEncoding.PROTOBUF,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> batch(
            @Parameter(description = "32 hex digits; may be repeated.", example = "0af7651916cd43dd8448eb211c80319c")
                    @QueryParam("id")
                    List<String> ids,
            @Parameter(description = "Hint: their spans start at or after this.") @QueryParam("from")
                    Optional<String> from,
            @Parameter(description = "Hint: their spans start before this.") @QueryParam("to") Optional<String> to,
            @Parameter(
                            description =
                                    "Only spans of segments that stand up to this cursor in the feed, without those that"
                                            + " analysis could not digest.",
                            example = "7361-7365")
                    @QueryParam("upTo")
                    Optional<String> upTo,
            @Parameter(
                            description = "With upTo: only without those that this part of analysis could not digest.",
                            example = "traces-0-of-2")
                    @QueryParam("part")
                    Optional<String> part,
            @Context HttpHeaders headers) {
        int max = config.storage().search().maxTraceIds();
        if (ids.isEmpty() || ids.size() > max) {
            throw new IllegalArgumentException("id: expected 1 to " + max + " of them, got " + ids.size());
        }
        List<TraceId> parsed = ids.stream().map(TraceId::parse).distinct().toList();
        long position = upTo.map(text -> FeedCursor.parse(text).position()).orElse(TraceScope.EVERYWHERE);
        TraceScope scope = new TraceScope(
                tenant.name(), parsed, Times.hint(from, to), position, part.map(PartLayout::requirePart));
        return answer(scope, headers, answer -> {});
    }

    private Uni<Response> answer(TraceScope scope, HttpHeaders headers, Consumer<TraceAnswer> check) {
        TraceEncoding encoding = TraceEncoding.of(headers.getAcceptableMediaTypes());
        Function<List<Span>, byte[]> encode =
                encoding == TraceEncoding.JSON ? OtlpTraces::toJson : OtlpTraces::toProtobuf;
        return lookup.find(scope, encode)
                .invoke(check)
                .map(answer -> Response.ok(encoding.join(answer.pieces()))
                        .type(encoding.mediaType())
                        .header(WATERMARK, answer.watermark().toString())
                        .header(TRUNCATED, answer.isTruncated())
                        .build());
    }
}
