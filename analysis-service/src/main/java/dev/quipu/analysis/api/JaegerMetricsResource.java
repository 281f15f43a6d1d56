package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.jaeger.JaegerMetrics;
import dev.quipu.analysis.jaeger.MetricParameters;
import dev.quipu.analysis.jaeger.SpanMetrics;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

/** What Jaeger's page "Monitor" asks for. */
@RolesAllowed(Role.READS)
@Path("/api/metrics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jaeger", description = "Jaeger's JSON read API, for Grafana's Jaeger data source and Jaeger's viewer.")
public class JaegerMetricsResource {

    private static final long MIN_STEP_MILLIS = 60_000;

    private final SpanMetrics metrics;

    JaegerMetricsResource(SpanMetrics metrics) {
        this.metrics = metrics;
    }

    /** The least distance of points, in the envelope. */
    @Schema(name = "JaegerMinStep", description = "The least distance of points.")
    public record MinStep(
            @Schema(description = "In milliseconds.", examples = "60000")
            long data) {}

    @GET
    @Path("/latencies")
    @Operation(operationId = "readLatencies", summary = "A quantile of the latency over time")
    @APIResponse(responseCode = "200", description = "Milliseconds over time.")
    public Uni<JaegerMetrics> latencies(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @BeanParam MetricParameters parameters,
            @RestQuery @Parameter(description = "Above 0, up to 1.", required = true, example = "0.95")
                    Optional<String> quantile) {
        return metrics.latencies(Tenant.of(tenant), parameters, quantile);
    }

    @GET
    @Path("/calls")
    @Operation(operationId = "readCallRates", summary = "Calls a second over time")
    @APIResponse(responseCode = "200", description = "Calls a second over time.")
    public Uni<JaegerMetrics> calls(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @BeanParam MetricParameters parameters) {
        return metrics.calls(Tenant.of(tenant), parameters);
    }

    @GET
    @Path("/errors")
    @Operation(operationId = "readErrorRates", summary = "The share of calls with an error over time")
    @APIResponse(responseCode = "200", description = "Shares over time, 0 to 1.")
    public Uni<JaegerMetrics> errors(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @BeanParam MetricParameters parameters) {
        return metrics.errors(Tenant.of(tenant), parameters);
    }

    @GET
    @Path("/minstep")
    @Operation(operationId = "readMinStep", summary = "The least distance of points")
    @APIResponse(responseCode = "200", description = "The distance.")
    public MinStep minStep() {
        return new MinStep(MIN_STEP_MILLIS);
    }
}
