package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.Window;
import dev.quipu.analysis.template.TemplateQuery;
import dev.quipu.analysis.template.TemplateReader;
import dev.quipu.analysis.template.TemplateTrends;
import dev.quipu.analysis.template.TemplateTrendsAnswer;
import dev.quipu.analysis.template.TemplatesAnswer;
import dev.quipu.model.TenantName;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

@RolesAllowed(Role.READS)
@Path("/v1/log-templates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Logs", description = "What log records have in common.")
public class TemplatesResource {

    private final TemplateTrends trends;
    private final TemplateReader templates;
    private final Duration defaultLookback;

    TemplatesResource(TemplateTrends trends, TemplateReader templates, AnalysisConfig config) {
        this.trends = trends;
        this.templates = templates;
        this.defaultLookback = config.analysis().templates().defaultLookback();
    }

    @GET
    @Operation(
            operationId = "listLogTemplates",
            summary = "The statements that wrote log records, and how often",
            description =
                    "Templates are learned along the feed, component by component: words that look like values are"
                            + " left out, words that vary become places. The first line of a body counts. Each record's template is"
                            + " kept: `template = 17` searches for its records. The window is widened to whole steps, of 10 s, of"
                            + " minutes when it is longer than 10 min, of hours when it is longer than 6 h.")
    @APIResponse(responseCode = "200", description = "The templates; none when no record was found.")
    public Uni<TemplateTrendsAnswer> trends(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description =
                                    "RFC 3339, nanoseconds since 1970, or like `now-15m`; as far before the end as"
                                            + " configured when"
                                            + " absent.",
                            example = "2026-01-01T00:00:00Z")
                    Optional<String> from,
            @RestQuery
                    @Parameter(
                            description = "RFC 3339, nanoseconds since 1970, or like `now-15m`; now when absent.",
                            example = "2026-01-01T01:00:00Z")
                    Optional<String> to,
            @RestQuery @Parameter(description = "Only components of this name.", example = "cart")
                    Optional<String> service,
            @RestQuery @Parameter(description = "Only templates that are `new`, `gone`, or `known`.", example = "new")
                    Optional<String> state,
            @RestQuery @Parameter(description = TraceExplanationResource.CURSOR, example = "1000")
                    Optional<String> cursor,
            @RestQuery @Parameter(description = TraceExplanationResource.LIMIT, example = "100")
                    Optional<String> limit) {
        return trends.read(
                Tenant.of(tenant),
                new TemplateTrends.Query(
                        Window.parse(from, to, defaultLookback),
                        service.filter(name -> !name.isEmpty()),
                        TemplateTrends.state(state)),
                Page.of(cursor, limit, from, to));
    }

    @GET
    @Path("/mined")
    @Operation(
            operationId = "mineLogTemplates",
            summary = "Group log records that a search finds by the statements that wrote them",
            description =
                    "Learns templates from the bodies of the newest log records of a window, component by component:"
                            + " words that look like values are left out, words that vary become places. The first line of a body"
                            + " counts.")
    @APIResponse(responseCode = "200", description = "The templates; none when no record was found.")
    public Uni<TemplatesAnswer> templates(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description =
                                    "RFC 3339, nanoseconds since 1970, or like `now-15m`; as far before the end as"
                                            + " configured when"
                                            + " absent.",
                            example = "2026-01-01T00:00:00Z")
                    Optional<String> from,
            @RestQuery
                    @Parameter(
                            description = "RFC 3339, nanoseconds since 1970, or like `now-15m`; now when absent.",
                            example = "2026-01-01T01:00:00Z")
                    Optional<String> to,
            @RestQuery @Parameter(description = "Only components of this name.", example = "cart")
                    Optional<String> service,
            @RestQuery
                    @Parameter(
                            description = "Only log records like this; all when absent.",
                            example = "severity >= warn")
                    Optional<String> q,
            @RestQuery
                    @Parameter(
                            description = "Whether it is told of each record which template it is of.",
                            example = "true")
                    Optional<String> assign,
            @RestQuery @Parameter(description = TraceExplanationResource.CURSOR, example = "1000")
                    Optional<String> cursor,
            @RestQuery @Parameter(description = TraceExplanationResource.LIMIT, example = "100")
                    Optional<String> limit) {
        return templates.read(
                Tenant.of(tenant),
                TemplateQuery.of(Window.parse(from, to, defaultLookback), service, q, assign),
                Page.of(cursor, limit, from, to));
    }
}
