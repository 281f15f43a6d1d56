package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.explanation.BreakdownAnswer;
import dev.quipu.analysis.explanation.CriticalPathAnswer;
import dev.quipu.analysis.explanation.StructureAnswer;
import dev.quipu.analysis.explanation.TraceExplanations;
import dev.quipu.analysis.read.Page;
import dev.quipu.model.TenantName;
import dev.quipu.model.TraceId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
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
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@RolesAllowed(Role.READS)
@Path("/v1/traces/{traceId}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Traces", description = "Where the time of one trace, or of many, went.")
public class TraceExplanationResource {

    static final String CURSOR = "The nextCursor of the page before; the first page when absent.";
    static final String LIMIT = "Elements on the page, at most 10000; 1000 when absent.";
    private static final String TRACE_ID = "32 hex digits.";
    private static final String EXAMPLE = "0af7651916cd43dd8448eb211c80319c";

    private final TraceExplanations explanations;

    TraceExplanationResource(TraceExplanations explanations) {
        this.explanations = explanations;
    }

    @GET
    @Path("/critical-path")
    @Operation(
            operationId = "readCriticalPath",
            summary = "Say what the duration of a trace was spent on",
            description = "Back from the end of the main root: always the child that ended last, and the span itself"
                    + " where it waited for none. Clocks are corrected where times can not be as reported.")
    @APIResponse(responseCode = "200", description = "The critical path.")
    public Uni<CriticalPathAnswer> criticalPath(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestPath @Parameter(description = TRACE_ID, example = EXAMPLE) String traceId,
            @RestQuery @Parameter(description = CURSOR, example = "1000") Optional<String> cursor,
            @RestQuery @Parameter(description = LIMIT, example = "100") Optional<String> limit) {
        return explanations.criticalPath(Tenant.of(tenant), parse(traceId), Page.of(cursor, limit));
    }

    @GET
    @Path("/breakdown")
    @Operation(
            operationId = "readBreakdown",
            summary = "Say where the time of a trace went, by component and span name",
            description = "Durations, time without children, and time on the critical path of the main root.")
    @APIResponse(responseCode = "200", description = "The breakdown.")
    public Uni<BreakdownAnswer> breakdown(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestPath @Parameter(description = TRACE_ID, example = EXAMPLE) String traceId,
            @RestQuery @Parameter(description = CURSOR, example = "1000") Optional<String> cursor,
            @RestQuery @Parameter(description = LIMIT, example = "100") Optional<String> limit) {
        return explanations.breakdown(Tenant.of(tenant), parse(traceId), Page.of(cursor, limit));
    }

    @GET
    @Path("/structure")
    @Operation(
            operationId = "readTraceStructure",
            summary = "Say how a trace hangs together",
            description = "Its roots, orphans, circles, shared ids and backward times, and which clocks were corrected"
                    + " by how much; the times reported are those less the offset.")
    @APIResponse(responseCode = "200", description = "The structure.")
    public Uni<StructureAnswer> structure(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestPath @Parameter(description = TRACE_ID, example = EXAMPLE) String traceId) {
        return explanations.structure(Tenant.of(tenant), parse(traceId));
    }

    static TraceId parse(String text) {
        try {
            return TraceId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadParameterException(String.valueOf(e.getMessage()));
        }
    }
}
