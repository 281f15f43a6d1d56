package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.contrast.ContrastAnswer;
import dev.quipu.analysis.contrast.ContrastQuery;
import dev.quipu.analysis.contrast.ContrastReader;
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
@Path("/v1/attribute-explanation")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Attributes", description = "Which values tell some records from the rest.")
public class AttributeExplanationResource {

    private final ContrastReader reader;
    private final Duration defaultLookback;

    AttributeExplanationResource(ContrastReader reader, AnalysisConfig config) {
        this.reader = reader;
        this.defaultLookback = config.analysis().dependencies().defaultLookback();
    }

    @GET
    @Operation(
            operationId = "explainByAttributes",
            summary = "What is different about these",
            description =
                    "Holds selected spans, or log records, against the rest: the slow ones, the failed ones, those"
                            + " of a box on the heat map. Names the values of fields, and pairs of values, whose shares differ"
                            + " most and by more than chance. Every record of the time is counted.")
    @APIResponse(responseCode = "200", description = "What tells the two apart; nothing when nothing does.")
    public Uni<ContrastAnswer> explain(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description =
                                    "What is looked at: traces, which are spans, or logs;" + " traces when absent.",
                            example = "traces")
                    Optional<String> signal,
            @RestQuery
                    @Parameter(
                            description = "What all records are like that are looked at; every record when absent.",
                            example = "kind = server")
                    Optional<String> q,
            @RestQuery
                    @Parameter(
                            description = "Which of them are held against the rest. Absent: all of the time from"
                                    + " `selectedFrom` to `selectedTo`.",
                            example = "duration >= 200ms")
                    Optional<String> selected,
            @RestQuery
                    @Parameter(
                            description = "Start of the selected records' time, as `from`, which it is when absent.",
                            example = "2026-01-01T00:30:00Z")
                    Optional<String> selectedFrom,
            @RestQuery
                    @Parameter(
                            description = "End of the selected records' time, as `to`, which it is when absent.",
                            example = "2026-01-01T00:40:00Z")
                    Optional<String> selectedTo,
            @RestQuery
                    @Parameter(
                            description = "Start of the time, RFC 3339, nanoseconds since 1970, or like `now-15m`; as"
                                    + " far before the end"
                                    + " as configured when absent.",
                            example = "2026-01-01T00:00:00Z")
                    Optional<String> from,
            @RestQuery
                    @Parameter(
                            description = "End of the time, RFC 3339, nanoseconds since 1970, or like `now-15m`; now"
                                    + " when absent.",
                            example = "2026-01-01T01:00:00Z")
                    Optional<String> to,
            @RestQuery @Parameter(description = TraceExplanationResource.CURSOR, example = "1000")
                    Optional<String> cursor,
            @RestQuery @Parameter(description = TraceExplanationResource.LIMIT, example = "100")
                    Optional<String> limit) {
        return reader.read(
                Tenant.of(tenant),
                ContrastQuery.of(
                        Window.parse(from, to, defaultLookback),
                        new ContrastQuery.Asked(signal, q, selected, selectedFrom, selectedTo),
                        Page.of(cursor, limit, from, to)));
    }
}
