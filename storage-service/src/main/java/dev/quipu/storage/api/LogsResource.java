package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.model.otlp.OtlpLogs;
import dev.quipu.model.segment.LogRows;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.search.ContrastQuery;
import dev.quipu.storage.search.ContrastSearch;
import dev.quipu.storage.search.CountQuery;
import dev.quipu.storage.search.CountSearch;
import dev.quipu.storage.search.LogOrder;
import dev.quipu.storage.search.RowSearch;
import dev.quipu.storage.search.SearchPage;
import dev.quipu.storage.search.Selections;
import dev.quipu.storage.search.Tail;
import dev.quipu.storage.search.TailQuery;
import dev.quipu.storage.search.TemplatedLog;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;

@Path("/v1/logs")
@Tag(name = "search", description = "Spans, traces and log records by what is in them.")
@APIResponse(responseCode = "429", ref = StorageApi.TOO_DEAR)
public class LogsResource {

    private static final String NEXT_CURSOR = "Quipu-Next-Cursor";
    private static final String WATERMARK = "Quipu-Watermark";

    private final RowSearch search;
    private final CountSearch counting;
    private final ContrastSearch contrasts;
    private final Tail tail;
    private final Tenant tenant;
    private final StorageConfig config;

    LogsResource(
            RowSearch search,
            CountSearch counting,
            ContrastSearch contrasts,
            Tail tail,
            Tenant tenant,
            StorageConfig config) {
        this.search = search;
        this.counting = counting;
        this.contrasts = contrasts;
        this.tail = tail;
        this.tenant = tenant;
        this.config = config;
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, TraceEncoding.PROTOBUF})
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "searchLogs",
            summary = "Search log records",
            description =
                    "Log records that satisfy a condition, newest or oldest first, page by page. As protobuf the page is"
                            + " OTLP `LogsData` with every field as it was sent, grouped by resource and scope.")
    @APIResponse(
            responseCode = "200",
            description = "The page.",
            headers = {
                @Header(
                        name = NEXT_CURSOR,
                        description = "In a protobuf answer what nextCursor says in a JSON one.",
                        schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = WATERMARK,
                        description = "In a protobuf answer what watermark says in a JSON one.",
                        schema = @Schema(type = SchemaType.STRING, format = "date-time"))
            },
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = LogAnswers.LogPage.class)),
                @Content(
                        mediaType = TraceEncoding.PROTOBUF,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> logs(@BeanParam LogSearchParameters parameters, @Context HttpHeaders headers) {
        boolean isProtobuf = TraceEncoding.of(headers.getAcceptableMediaTypes()) == TraceEncoding.PROTOBUF_BINARY;
        return search.search(parameters.query(tenant.name(), config.storage().search()), Selections.LOGS)
                .map(page -> isProtobuf ? protobuf(page) : json(page));
    }

    @GET
    @Path("/counts")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "countLogs",
            summary = "Count log records over time",
            description = "How many log records satisfy a condition, for each step of time and each value of a field.")
    @APIResponse(responseCode = "200", description = "The counts.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<CountAnswers.Counts> counts(@BeanParam CountParameters parameters) {
        CountQuery<LogRows> query = parameters.query(
                tenant.name(), LogOrder.NEWEST, config.storage().search());
        return counting.count(query).map(answer -> CountAnswers.Counts.of(query.steps(), answer));
    }

    @GET
    @Path("/contrast")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "contrastLogs",
            summary = "Hold some log records against the rest",
            description =
                    "How often each value of each field, and pairs of the most telling, are among the selected log records"
                            + " and among the rest. Fields by which they were selected are left out.")
    @APIResponse(responseCode = "200", description = "The counts.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<ContrastAnswers.Contrast> contrast(@BeanParam ContrastParameters parameters) {
        ContrastQuery<LogRows> query = parameters.query(
                tenant.name(), LogOrder.NEWEST, config.storage().search());
        return contrasts.contrast(query).map(ContrastAnswers.Contrast::of);
    }

    @GET
    @Path("/tail")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "followLogs",
            summary = "Follow log records",
            description =
                    "Server-sent events: each log record that satisfies a condition, within seconds of being stored."
                            + TailAnswers.EVENTS)
    @APIResponse(
            responseCode = "200",
            description = "One event for each record.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(oneOf = {LogAnswers.FoundLog.class, TailAnswers.Missed.class})))
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Multi<OutboundSseEvent> tail(@BeanParam TailParameters parameters, @Context Sse sse) {
        TailQuery<LogRows, TemplatedLog> query = parameters.query(tenant.name(), LogOrder.NEWEST, Selections.LOGS);
        return TailAnswers.of(sse, tail.follow(query), LogAnswers.FoundLog::of);
    }

    private static Response json(SearchPage<TemplatedLog> page) {
        return Response.ok(LogAnswers.LogPage.of(page))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    private static Response protobuf(SearchPage<TemplatedLog> page) {
        Response.ResponseBuilder response = Response.ok(OtlpLogs.toProtobuf(
                        page.results().stream().map(TemplatedLog::record).toList()))
                .type(TraceEncoding.PROTOBUF)
                .header(WATERMARK, page.watermark().toString());
        page.nextCursor().ifPresent(cursor -> response.header(NEXT_CURSOR, cursor));
        return response.build();
    }
}
