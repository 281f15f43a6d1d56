package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.prometheus.PageWriter;
import dev.quipu.analysis.prometheus.SpanMetricsPage;
import dev.quipu.model.TenantName;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

@RolesAllowed(Role.READS)
@Path("/v1/span-metrics")
@Tag(name = "Rate, errors, duration", description = "How often, how well and how fast spans were.")
public class SpanMetricsResource {

    private final SpanMetricsPage page;

    SpanMetricsResource(SpanMetricsPage page) {
        this.page = page;
    }

    @GET
    @Produces(PageWriter.MEDIA_TYPE)
    @Operation(
            operationId = "scrapeSpanMetrics",
            summary = "Spans and calls as Prometheus scrapes them",
            description =
                    "`traces_spanmetrics_*` by service, span name, kind and status, and `traces_service_graph_*` by"
                            + " client and server; counted from the beginning of the day, UTC, on.")
    @APIResponse(
            responseCode = "200",
            description = "The page.",
            content = @Content(mediaType = PageWriter.MEDIA_TYPE, schema = @Schema(type = SchemaType.STRING)))
    public Uni<String> page(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description = "Only spans of components of this name, and calls by or of them; needed where"
                                    + " there are more than 5000 span names and calls.",
                            example = "cart")
                    Optional<String> service) {
        return page.read(Tenant.of(tenant), service.filter(name -> !name.isEmpty()));
    }
}
