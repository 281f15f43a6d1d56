package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.chart.Chart;
import dev.quipu.analysis.chart.CountChart;
import dev.quipu.analysis.chart.HeatMapChart;
import dev.quipu.analysis.chart.MetricChart;
import dev.quipu.analysis.chart.RedChart;
import dev.quipu.analysis.client.CountClient;
import dev.quipu.analysis.client.MetricClient;
import dev.quipu.analysis.heatmap.HeatMapQuery;
import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.StepLength;
import dev.quipu.analysis.read.Window;
import dev.quipu.analysis.rollup.RedQuery;
import dev.quipu.model.Signal;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

@RolesAllowed(Role.READS)
@Path("/v1/charts")
@Tag(name = "Charts", description = "Pictures and rows by link, for dashboards, wikis and chat.")
public class ChartsResource {

    private static final Duration SHORTEST_RED_STEP = Duration.ofSeconds(10);
    private static final String SVG = "image/svg+xml";
    private static final String CSV = "text/csv";
    private static final String IS_SHOWN = "The chart; one that says so when there are no data.";

    private final CountChart counts;
    private final HeatMapChart heatMaps;
    private final RedChart red;
    private final MetricChart metrics;
    private final AnalysisConfig.Analysis config;

    ChartsResource(CountChart counts, HeatMapChart heatMaps, RedChart red, MetricChart metrics, AnalysisConfig config) {
        this.counts = counts;
        this.heatMaps = heatMaps;
        this.red = red;
        this.metrics = metrics;
        this.config = config.analysis();
    }

    @GET
    @Path("/spans.{format}")
    @Operation(
            operationId = "chartSpans",
            summary = "Spans over time, as a chart",
            description = "How many spans are found in each step, stacked by what tells them apart.")
    @APIResponse(
            responseCode = "200",
            description = IS_SHOWN,
            content = {
                @Content(mediaType = SVG, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Chart.class))
            })
    public Uni<Response> spans(
            @BeanParam ChartParameters parameters,
            @RestQuery
                    @Parameter(
                            description = "A search for spans; every span when absent.",
                            example = "service = \"cart\" && kind = server")
                    Optional<String> q,
            @RestQuery
                    @Parameter(
                            description = "What spans are told apart by: `service`, `name`, `status`, an attribute as a"
                                    + " search names it, and others; `service` when absent.",
                            example = "status")
                    Optional<String> by) {
        return count("spans", Signal.TRACES, parameters, q, by);
    }

    @GET
    @Path("/logs.{format}")
    @Operation(
            operationId = "chartLogs",
            summary = "Log records over time, as a chart",
            description = "How many log records are found in each step, stacked by what tells them apart.")
    @APIResponse(
            responseCode = "200",
            description = IS_SHOWN,
            content = {
                @Content(mediaType = SVG, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Chart.class))
            })
    public Uni<Response> logs(
            @BeanParam ChartParameters parameters,
            @RestQuery
                    @Parameter(
                            description = "A search for log records; every record when absent.",
                            example = "severity >= warn")
                    Optional<String> q,
            @RestQuery
                    @Parameter(
                            description = "What records are told apart by: `service`, `severity`, `template`, an"
                                    + " attribute as a search names it, and others; `service` when absent.",
                            example = "severity")
                    Optional<String> by) {
        return count("logs", Signal.LOGS, parameters, q, by);
    }

    private Uni<Response> count(
            String name, Signal signal, ChartParameters parameters, Optional<String> q, Optional<String> by) {
        ChartAnswer answer = ChartAnswer.of(name, parameters);
        Window window = parameters.window(config.red().defaultLookback());
        CountClient.Query query = new CountClient.Query(
                signal,
                q,
                by.filter(field -> !field.isEmpty()),
                window.fromUnixNano(),
                window.toUnixNano(),
                parameters.step(window));
        return counts.read(Tenant.of(parameters.tenant), query).map(answer::of);
    }

    @GET
    @Path("/heat-map.{format}")
    @Operation(
            operationId = "chartHeatMap",
            summary = "Spans by time and duration, as a chart",
            description = "What `/v1/heat-map` answers, over an axis of durations by their ratios.")
    @APIResponse(
            responseCode = "200",
            description = IS_SHOWN,
            content = {
                @Content(mediaType = SVG, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Chart.class))
            })
    public Uni<Response> heatMap(
            @BeanParam ChartParameters parameters,
            @RestQuery
                    @Parameter(
                            description = "A search for spans; every span when absent.",
                            example = "service = \"cart\" && kind = server")
                    Optional<String> q) {
        ChartAnswer answer = ChartAnswer.of("heat-map", parameters);
        Window window = parameters.window(config.dependencies().defaultLookback());
        return heatMaps.read(Tenant.of(parameters.tenant), HeatMapQuery.of(window, q, parameters.step))
                .map(answer::of);
    }

    @GET
    @Path("/red.{format}")
    @Operation(
            operationId = "chartRed",
            summary = "Rate, errors or durations of spans, as a chart",
            description = "What `/v1/red` answers step by step: a line each, or three of durations (p50, p90, p99)."
                    + " Steps are multiples of 10s.")
    @APIResponse(
            responseCode = "200",
            description = IS_SHOWN,
            content = {
                @Content(mediaType = SVG, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Chart.class))
            })
    public Uni<Response> red(
            @BeanParam ChartParameters parameters,
            @RestQuery
                    @Parameter(
                            description = "`rate`, `errors` or `durations`; rate when absent.",
                            example = "durations")
                    Optional<String> of,
            @RestQuery @Parameter(description = "Only components of this name.", example = "cart")
                    Optional<String> service,
            @RestQuery
                    @Parameter(
                            description = "What the lines tell apart, comma-separated: component, spanName, kind; all"
                                    + " when absent.",
                            example = "component")
                    Optional<String> groupBy,
            @RestQuery
                    @Parameter(
                            description = "Which lines come first: those with the highest rate, most errors, most time"
                                    + " (duration) or the highest p99; rate when absent.",
                            example = "errors")
                    Optional<String> order,
            @RestQuery
                    @Parameter(
                            description = "Lines at most; as many as a chart holds, 50 or of durations 16, when absent"
                                    + " or more.",
                            example = "5")
                    Optional<String> limit) {
        ChartAnswer answer = ChartAnswer.of("red", parameters);
        RedChart.Figure figure = of.map(RedChart.Figure::parse).orElse(RedChart.Figure.RATE);
        Window window = parameters.window(config.red().defaultLookback());
        Page asked = Page.of(Optional.empty(), limit);
        Page page = new Page(0, Math.min(asked.limit(), figure.maxLines()));
        Optional<String> step = parameters.step.or(() -> Optional.of(redStep(window)));
        RedQuery query = RedQuery.of(window, new RedQuery.Asked(step, service, groupBy, order), page);
        return red.read(Tenant.of(parameters.tenant), figure, query).map(answer::of);
    }

    private static String redStep(Window window) {
        Duration fitting = StepLength.fitting(window);
        return (fitting.compareTo(SHORTEST_RED_STEP) < 0 ? SHORTEST_RED_STEP : fitting).toSeconds() + "s";
    }

    @GET
    @Path("/metrics.{format}")
    @Operation(
            operationId = "chartMetrics",
            summary = "Values of metrics, as a chart",
            description = "What storage's `/v1/metrics/query` answers, a line for each series.")
    @APIResponse(
            responseCode = "200",
            description = IS_SHOWN,
            content = {
                @Content(mediaType = SVG, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Chart.class))
            })
    public Uni<Response> metrics(@BeanParam ChartParameters parameters, @BeanParam MetricChartParameters asked) {
        ChartAnswer answer = ChartAnswer.of("metrics", parameters);
        Window window = parameters.window(config.red().defaultLookback());
        MetricClient.Query query = asked.query(window, parameters.step(window));
        return metrics.read(Tenant.of(parameters.tenant), query, asked.unit).map(answer::of);
    }
}
