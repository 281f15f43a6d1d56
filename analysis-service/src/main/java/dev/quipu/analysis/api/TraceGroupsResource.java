package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.explanation.ComparisonAnswer;
import dev.quipu.analysis.explanation.Endpoint;
import dev.quipu.analysis.explanation.FlameGraphAnswer;
import dev.quipu.analysis.explanation.PathSharesAnswer;
import dev.quipu.analysis.explanation.TraceGroups;
import dev.quipu.analysis.explanation.TraceSelection;
import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.Window;
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
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Traces", description = "Where the time of one trace, or of many, went.")
public class TraceGroupsResource {

    private static final String FROM =
            "Start of the traces' time, RFC 3339, nanoseconds since 1970, or like `now-15m`; as far before the end as"
                    + " configured when"
                    + " absent.";
    private static final String TO =
            "End of the traces' time, RFC 3339, nanoseconds since 1970, or like `now-15m`; now when absent.";

    private final TraceGroups groups;
    private final Duration defaultLookback;

    TraceGroupsResource(TraceGroups groups, AnalysisConfig config) {
        this.groups = groups;
        this.defaultLookback = config.analysis().dependencies().defaultLookback();
    }

    @GET
    @Path("/flame-graph")
    @Operation(
            operationId = "readFlameGraph",
            summary = "Lay many traces over each other",
            description = "The newest traces with a span that is searched for, as one call tree.")
    @APIResponse(responseCode = "200", description = "The call tree; empty when no trace was found.")
    public Uni<FlameGraphAnswer> flameGraph(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description = "A search for spans, or the id of one trace; all traces when absent.",
                            example = "service = \"cart\" && status = error")
                    Optional<String> q,
            @RestQuery @Parameter(description = FROM, example = "2026-01-01T00:00:00Z") Optional<String> from,
            @RestQuery @Parameter(description = TO, example = "2026-01-01T01:00:00Z") Optional<String> to) {
        return groups.flameGraph(
                Tenant.of(tenant), TraceSelection.parse("q", q.orElse("")), Window.parse(from, to, defaultLookback));
    }

    @GET
    @Path("/critical-path-shares")
    @Operation(
            operationId = "readCriticalPathShares",
            summary = "Which components own how much of an endpoint's duration",
            description =
                    "Each call of the endpoint, in the newest traces, is explained by its own critical path; told are"
                            + " the calls around the median and the slowest.")
    @APIResponse(responseCode = "200", description = "The shares; without lines when no call was found.")
    public Uni<PathSharesAnswer> criticalPathShares(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery @Parameter(description = "service.name of who serves it.", required = true, example = "checkout")
                    Optional<String> service,
            @RestQuery
                    @Parameter(
                            description = "Name of the spans that serve it.",
                            required = true,
                            example = "POST /orders")
                    Optional<String> spanName,
            @RestQuery
                    @Parameter(description = "service.namespace of who serves it; any when absent.", example = "shop")
                    Optional<String> namespace,
            @RestQuery @Parameter(description = FROM, example = "2026-01-01T00:00:00Z") Optional<String> from,
            @RestQuery @Parameter(description = TO, example = "2026-01-01T01:00:00Z") Optional<String> to) {
        return groups.pathShares(
                Tenant.of(tenant), Endpoint.of(namespace, service, spanName), Window.parse(from, to, defaultLookback));
    }

    @GET
    @Path("/trace-comparison")
    @Operation(
            operationId = "compareTraces",
            summary = "Hold traces against others",
            description = "Two traces, or the newest traces with spans that are searched for: which calls only one side"
                    + " makes, and what the difference of their durations is made of.")
    @APIResponse(responseCode = "200", description = "The comparison.")
    public Uni<ComparisonAnswer> compare(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description = "The measure: a trace id, or a search for spans.",
                            required = true,
                            example = "name = \"POST /buy\" && duration < 200ms")
                    Optional<String> base,
            @RestQuery
                    @Parameter(
                            description = "What is held against it: a trace id, or a search for spans.",
                            required = true,
                            example = "name = \"POST /buy\" && duration >= 200ms")
                    Optional<String> other,
            @RestQuery @Parameter(description = FROM, example = "2026-01-01T00:00:00Z") Optional<String> from,
            @RestQuery @Parameter(description = TO, example = "2026-01-01T01:00:00Z") Optional<String> to,
            @RestQuery @Parameter(description = TraceExplanationResource.CURSOR, example = "1000")
                    Optional<String> cursor,
            @RestQuery @Parameter(description = TraceExplanationResource.LIMIT, example = "100")
                    Optional<String> limit) {
        return groups.compare(
                Tenant.of(tenant),
                required("base", base),
                required("other", other),
                Window.parse(from, to, defaultLookback),
                Page.of(cursor, limit));
    }

    private static TraceSelection required(String parameter, Optional<String> text) {
        return TraceSelection.parse(
                parameter,
                text.filter(given -> !given.isBlank())
                        .orElseThrow(() -> new BadParameterException(
                                parameter + ": expected a trace id or a search for spans, got none")));
    }
}
