package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.model.segment.SpanSummary;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.search.ContrastQuery;
import dev.quipu.storage.search.ContrastSearch;
import dev.quipu.storage.search.CountQuery;
import dev.quipu.storage.search.CountSearch;
import dev.quipu.storage.search.HeatMapSearch;
import dev.quipu.storage.search.RowSearch;
import dev.quipu.storage.search.Selections;
import dev.quipu.storage.search.SpanOrder;
import dev.quipu.storage.search.Tail;
import dev.quipu.storage.search.TailQuery;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;

@Path("/v1/spans")
@Tag(name = "search", description = "Spans, traces and log records by what is in them.")
@APIResponse(responseCode = "429", ref = StorageApi.TOO_DEAR)
public class SpansResource {

    private final RowSearch search;
    private final CountSearch counting;
    private final ContrastSearch contrasts;
    private final HeatMapSearch heatMaps;
    private final Tail tail;
    private final Tenant tenant;
    private final StorageConfig config;

    SpansResource(
            RowSearch search,
            CountSearch counting,
            ContrastSearch contrasts,
            HeatMapSearch heatMaps,
            Tail tail,
            Tenant tenant,
            StorageConfig config) {
        this.search = search;
        this.counting = counting;
        this.contrasts = contrasts;
        this.heatMaps = heatMaps;
        this.tail = tail;
        this.tenant = tenant;
        this.config = config;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "searchSpans",
            summary = "Search spans",
            description =
                    "Spans that satisfy a condition, newest or slowest first, page by page: no span is repeated or skipped"
                            + " between pages.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<SearchAnswers.SpanPage> spans(@BeanParam SearchParameters parameters) {
        return search.search(parameters.query(tenant.name(), config.storage().search()), Selections.SPANS)
                .map(SearchAnswers.SpanPage::of);
    }

    @GET
    @Path("/counts")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "countSpans",
            summary = "Count spans over time",
            description = "How many spans satisfy a condition, for each step of time and each value of a field.")
    @APIResponse(responseCode = "200", description = "The counts.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<CountAnswers.Counts> counts(@BeanParam CountParameters parameters) {
        CountQuery<SpanRows> query = parameters.query(
                tenant.name(), SpanOrder.NEWEST, config.storage().search());
        return counting.count(query).map(answer -> CountAnswers.Counts.of(query.steps(), answer));
    }

    @GET
    @Path("/contrast")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "contrastSpans",
            summary = "Hold some spans against the rest",
            description =
                    "How often each value of each field, and pairs of the most telling, are among the selected spans"
                            + " and among the rest. Fields by which they were selected are left out.")
    @APIResponse(responseCode = "200", description = "The counts.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<ContrastAnswers.Contrast> contrast(@BeanParam ContrastParameters parameters) {
        ContrastQuery<SpanRows> query = parameters.query(
                tenant.name(), SpanOrder.NEWEST, config.storage().search());
        return contrasts.contrast(query).map(ContrastAnswers.Contrast::of);
    }

    @GET
    @Path("/heat-map")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "countSpansByDuration",
            summary = "Count spans by time and duration",
            description =
                    "How many spans that satisfy a condition started in each step of time and took about how long.")
    @APIResponse(responseCode = "200", description = "The counts.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<HeatMapAnswers.Map> heatMap(@BeanParam HeatMapParameters parameters) {
        return heatMaps.count(
                        tenant.name(),
                        parameters.filter(),
                        parameters.steps(config.storage().search()))
                .map(HeatMapAnswers.Map::of);
    }

    @GET
    @Path("/tail")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "followSpans",
            summary = "Follow spans",
            description = "Server-sent events: each span that satisfies a condition, within seconds of being stored."
                    + TailAnswers.EVENTS)
    @APIResponse(
            responseCode = "200",
            description = "One event for each span.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(oneOf = {SearchAnswers.FoundSpan.class, TailAnswers.Missed.class})))
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Multi<OutboundSseEvent> tail(@BeanParam TailParameters parameters, @Context Sse sse) {
        TailQuery<SpanRows, SpanSummary> query = parameters.query(tenant.name(), SpanOrder.NEWEST, Selections.SPANS);
        return TailAnswers.of(sse, tail.follow(query), SearchAnswers.FoundSpan::of);
    }
}
