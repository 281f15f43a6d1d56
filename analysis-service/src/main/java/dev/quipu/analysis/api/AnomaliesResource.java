package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.anomaly.AnomaliesAnswer;
import dev.quipu.analysis.anomaly.AnomalyQuery;
import dev.quipu.analysis.anomaly.MetricAnomalies;
import dev.quipu.analysis.anomaly.RedAnomalies;
import dev.quipu.analysis.anomaly.TemplateAnomalies;
import dev.quipu.model.TenantName;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

@RolesAllowed(Role.READS)
@Path("/v1/anomalies")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Anomalies", description = "What stands out, and when series moved and stayed.")
public class AnomaliesResource {

    private final RedAnomalies red;
    private final MetricAnomalies metrics;
    private final TemplateAnomalies templates;
    private final AnalysisConfig.Anomalies config;

    AnomaliesResource(RedAnomalies red, MetricAnomalies metrics, TemplateAnomalies templates, AnalysisConfig config) {
        this.red = red;
        this.metrics = metrics;
        this.templates = templates;
        this.config = config.analysis().anomalies();
    }

    @GET
    @Path("/red")
    @Operation(
            operationId = "findRedAnomalies",
            summary = "What stands out in rate, errors and duration of components",
            description =
                    "Each value of a component's rate, errors and 99th percentile is judged by those before it: by"
                            + " the last ones, by the level of a while, and by the time of the day or week where that foretells"
                            + " them.")
    @APIResponse(responseCode = "200", description = "What was found.")
    public Uni<AnomaliesAnswer> red(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery @Parameter(description = "Only components of this name.", example = "cart")
                    Optional<String> service,
            @BeanParam AnomalyParameters parameters) {
        AnomalyQuery query = parameters.query(config);
        return red.find(Tenant.of(tenant), service.filter(name -> !name.isEmpty()), query);
    }

    @GET
    @Path("/log-templates")
    @Operation(
            operationId = "findLogTemplateAnomalies",
            summary = "What stands out in how often log records are written",
            description =
                    "Each count of a statement's log records is judged by those before it: by the last ones, by the level"
                            + " of a while, and by the time of the day or week where that foretells them.")
    @APIResponse(responseCode = "200", description = "What was found.")
    public Uni<AnomaliesAnswer> templates(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery @Parameter(description = "Only components of this name.", example = "cart")
                    Optional<String> service,
            @BeanParam AnomalyParameters parameters) {
        return templates.find(Tenant.of(tenant), service.filter(name -> !name.isEmpty()), parameters.query(config));
    }

    @GET
    @Path("/metrics")
    @Operation(
            operationId = "findMetricAnomalies",
            summary = "What stands out in series of metrics",
            description =
                    "Each value of a series is judged by those before it: by the last ones, by the level of a while,"
                            + " and by the time of the day or week where that foretells them.")
    @APIResponse(responseCode = "200", description = "What was found.")
    public Uni<AnomaliesAnswer> metrics(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description = "Which series, as storage's metrics are asked for.",
                            required = true,
                            example = "jvm.memory.used{service=\"cart\"}")
                    Optional<String> match,
            @RestQuery
                    @Parameter(
                            description = "What is made of the points of a step, such as last, avg, rate or"
                                    + " histogram_quantile; last when absent.",
                            example = "rate")
                    Optional<String> function,
            @RestQuery @Parameter(description = "0 to 1, for a function that needs one.", example = "0.99")
                    Optional<String> quantile,
            @BeanParam AnomalyParameters parameters) {
        String selector =
                match.orElseThrow(() -> new BadParameterException("match: expected a selector of series, got none"));
        return metrics.find(
                Tenant.of(tenant),
                new MetricAnomalies.Selection(selector, function.orElse("last"), quantile),
                parameters.query(config));
    }
}
