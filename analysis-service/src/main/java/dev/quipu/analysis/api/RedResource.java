package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.Window;
import dev.quipu.analysis.rollup.RedAnswer;
import dev.quipu.analysis.rollup.RedChanges;
import dev.quipu.analysis.rollup.RedChangesAnswer;
import dev.quipu.analysis.rollup.RedQuery;
import dev.quipu.analysis.rollup.RedReader;
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
@Path("/v1/red")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rate, errors, duration", description = "How often, how well and how fast spans were.")
public class RedResource {

    private final RedReader reader;
    private final RedChanges changes;
    private final Duration defaultLookback;

    RedResource(RedReader reader, RedChanges changes, AnalysisConfig config) {
        this.reader = reader;
        this.changes = changes;
        this.defaultLookback = config.analysis().red().defaultLookback();
    }

    @GET
    @Operation(
            operationId = "readRed",
            summary = "Rate, errors and duration of spans",
            description = "By component, span name and kind, over a window and step by step. Kept up to date by"
                    + " following what is stored; the answer says how far. Quantiles are within 1 % of the exact ones.")
    @APIResponse(responseCode = "200", description = "The lines; none when nothing is known.")
    public Uni<RedAnswer> red(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description = "RFC 3339, nanoseconds since 1970, or like `now-15m`; an hour before the"
                                    + " end when absent.",
                            example = "2026-01-01T00:00:00Z")
                    Optional<String> from,
            @RestQuery
                    @Parameter(
                            description = "RFC 3339, nanoseconds since 1970, or like `now-15m`; now when absent.",
                            example = "2026-01-01T01:00:00Z")
                    Optional<String> to,
            @RestQuery
                    @Parameter(
                            description = "Length of the points' steps, a multiple of 10s; no points when absent. A"
                                    + " window is widened to whole steps; without a step to 10 s, to minutes when longer"
                                    + " than ten minutes, to hours when longer than six hours, and to coarser ones when"
                                    + " it lies so far back that finer ones are no longer kept.",
                            example = "1m")
                    Optional<String> step,
            @RestQuery @Parameter(description = "Only components of this name.", example = "cart")
                    Optional<String> service,
            @RestQuery
                    @Parameter(
                            description = "What the lines tell apart, comma-separated: component, spanName, kind; all"
                                    + " when absent.",
                            example = "component,spanName")
                    Optional<String> groupBy,
            @RestQuery
                    @Parameter(
                            description = "Which lines come first: those with the highest rate, most errors, most time"
                                    + " (duration) or the highest p99; rate when absent.",
                            example = "errors")
                    Optional<String> order,
            @RestQuery @Parameter(description = TraceExplanationResource.CURSOR, example = "1000")
                    Optional<String> cursor,
            @RestQuery @Parameter(description = TraceExplanationResource.LIMIT, example = "100")
                    Optional<String> limit) {
        return reader.read(
                Tenant.of(tenant),
                RedQuery.of(
                        Window.parse(from, to, defaultLookback),
                        new RedQuery.Asked(step, service, groupBy, order),
                        Page.of(cursor, limit, from, to)));
    }

    @GET
    @Path("/changes")
    @Operation(
            operationId = "readRedChanges",
            summary = "Which span names changed",
            description = "Rate, errors and duration of each component, span name and kind in a window and in the time"
                    + " before: what is new, gone, or takes more or less time.")
    @APIResponse(responseCode = "200", description = "The lines; none when nothing is known.")
    public Uni<RedChangesAnswer> changes(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description = "RFC 3339, nanoseconds since 1970, or like `now-15m`; an hour before the"
                                    + " end when absent.",
                            example = "2026-01-01T00:00:00Z")
                    Optional<String> from,
            @RestQuery
                    @Parameter(
                            description = "RFC 3339, nanoseconds since 1970, or like `now-15m`; now when absent.",
                            example = "2026-01-01T01:00:00Z")
                    Optional<String> to,
            @RestQuery
                    @Parameter(
                            description =
                                    "Start of the time before; as long before its end as the window is when absent.",
                            example = "2025-12-31T23:00:00Z")
                    Optional<String> beforeFrom,
            @RestQuery
                    @Parameter(
                            description = "End of the time before; the start of the window when absent.",
                            example = "2026-01-01T00:00:00Z")
                    Optional<String> beforeTo,
            @RestQuery @Parameter(description = "Only components of this name.", example = "cart")
                    Optional<String> service,
            @RestQuery @Parameter(description = TraceExplanationResource.CURSOR, example = "1000")
                    Optional<String> cursor,
            @RestQuery @Parameter(description = TraceExplanationResource.LIMIT, example = "100")
                    Optional<String> limit) {
        Window window = Window.parse(from, to, defaultLookback);
        return changes.read(
                Tenant.of(tenant),
                window,
                window.before(beforeFrom, beforeTo),
                service.filter(name -> !name.isEmpty()),
                Page.of(cursor, limit, from, to));
    }
}
