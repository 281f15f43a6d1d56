package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.otlp.OtlpMetrics;
import dev.quipu.model.series.RangeQuery;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.catalog.MetricNames;
import dev.quipu.storage.search.SeriesSearch;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/metrics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "metrics", description = "Series of metrics and what can be made of them.")
@APIResponse(responseCode = "429", ref = StorageApi.TOO_DEAR)
public class MetricsResource {

    private static final String WATERMARK = "Quipu-Watermark";
    private static final int USUAL_PAGE = 100;

    private final SeriesSearch search;
    private final MetricNames names;
    private final Tenant tenant;
    private final StorageConfig config;

    MetricsResource(SeriesSearch search, MetricNames names, Tenant tenant, StorageConfig config) {
        this.search = search;
        this.names = names;
        this.tenant = tenant;
        this.config = config;
    }

    @GET
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listMetrics",
            summary = "List metrics",
            description =
                    "By name, page by page, with kind, unit and description; a metric is listed seconds after its first"
                            + " point. Bounded per service; metrics beyond the bound can be asked for all the same.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<MetricAnswers.MetricPage> list(
            @Parameter(description = "Only metrics of this service.", example = "cart") @QueryParam("service")
                    Optional<String> service,
            @Parameter(description = "Only metrics whose name holds this.", example = "duration")
                    @QueryParam("contains")
                    Optional<String> contains,
            @Parameter(
                            description = "Metrics on the page; capped by configuration.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
                            example = "100")
                    @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "The nextCursor of the page before.") @QueryParam("cursor")
                    Optional<String> cursor) {
        int size = Limit.of(limit, USUAL_PAGE, config.storage().search().maxLimit());
        MetricNames.ListedKey after = cursor.map(MetricCursor::read).orElse(MetricNames.ListedKey.FIRST);
        return names.list(tenant.name(), service, contains, after, size + 1).map(found -> page(found, size));
    }

    private static MetricAnswers.MetricPage page(List<MetricNames.ListedMetric> found, int size) {
        List<MetricNames.ListedMetric> page = found.subList(0, Math.min(size, found.size()));
        return new MetricAnswers.MetricPage(
                page.stream().map(MetricAnswers.ListedMetric::of).toList(),
                found.size() > size
                        ? Optional.of(MetricCursor.text(page.get(size - 1).key()))
                        : Optional.empty());
    }

    @GET
    @Path("/series")
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listSeries",
            summary = "List series",
            description = "Every chosen series that has a point in the time range.")
    @APIResponse(responseCode = "200", description = "The series.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<MetricAnswers.SeriesList> series(@BeanParam SeriesParameters parameters) {
        return search.series(
                        tenant.name(),
                        parameters.selection(),
                        parameters.range(config.storage().search()))
                .map(MetricAnswers.SeriesList::of);
    }

    @GET
    @Path("/query")
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "queryMetrics",
            summary = "Ask for values over time",
            description =
                    "A function over the points of each step of each chosen series, and what series that are told apart"
                            + " by nothing become together. Increases count from the point before a step, or from a"
                            + " counter's start, and take resets into account: those of short steps add up to those of"
                            + " long ones.")
    @APIResponse(responseCode = "200", description = "The values.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<MetricAnswers.Values> query(@BeanParam RangeParameters parameters) {
        RangeQuery query = parameters.query(config.storage().search());
        return search.range(tenant.name(), parameters.selection(), query)
                .map(answer -> MetricAnswers.Values.of(query, answer));
    }

    @GET
    @Path("/points")
    @Produces({MediaType.APPLICATION_JSON, TraceEncoding.PROTOBUF})
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "getPoints",
            summary = "Fetch points as they came",
            description = "Every point of the chosen series in the time range, with all that OTLP says of it.")
    @APIResponse(
            responseCode = "200",
            description = "OTLP `MetricsData`, as protobuf or as OTLP/JSON, by Accept.",
            headers =
                    @Header(
                            name = WATERMARK,
                            description = "Everything acknowledged before this instant is included.",
                            schema = @Schema(type = SchemaType.STRING, format = "date-time")),
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)),
                @Content(
                        mediaType = TraceEncoding.PROTOBUF,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> points(@BeanParam SeriesParameters parameters, @Context HttpHeaders headers) {
        TraceEncoding encoding = TraceEncoding.of(headers.getAcceptableMediaTypes());
        return search.points(
                        tenant.name(),
                        parameters.selection(),
                        parameters.range(config.storage().search()),
                        config.storage().metrics().maxPoints())
                .map(answer -> points(encoding, answer));
    }

    private static Response points(TraceEncoding encoding, SeriesSearch.Answer<List<MetricPoint>> answer) {
        byte[] body = encoding == TraceEncoding.JSON
                ? OtlpMetrics.toJson(answer.result())
                : OtlpMetrics.toProtobuf(answer.result());
        return Response.ok(body)
                .type(encoding.mediaType())
                .header(WATERMARK, answer.watermark().toString())
                .build();
    }

    @GET
    @Path("/exemplars")
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listExemplars",
            summary = "List exemplars",
            description = "The newest exemplars of the chosen series, with the traces that they were made in.")
    @APIResponse(responseCode = "200", description = "The exemplars.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<MetricAnswers.ExemplarList> exemplars(
            @BeanParam SeriesParameters parameters,
            @Parameter(
                            description = "Exemplars in the answer; capped by configuration.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
                            example = "100")
                    @QueryParam("limit")
                    Optional<String> limit) {
        int size = Limit.of(limit, USUAL_PAGE, config.storage().search().maxLimit());
        return search.exemplars(
                        tenant.name(),
                        parameters.selection(),
                        parameters.range(config.storage().search()),
                        size)
                .map(MetricAnswers.ExemplarList::of);
    }
}
