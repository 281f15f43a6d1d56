package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.cause.CauseAnswer;
import dev.quipu.analysis.cause.CauseQuery;
import dev.quipu.analysis.cause.CauseReader;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.TenantName;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

@RolesAllowed(Role.READS)
@Path("/v1/causes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Causes", description = "What may have caused an incident.")
public class CausesResource {

    private final CauseReader reader;
    private final Duration defaultLength;

    CausesResource(CauseReader reader, AnalysisConfig config) {
        this.reader = reader;
        this.defaultLength = config.analysis().causes().defaultLength();
    }

    @GET
    @Operation(
            operationId = "findCauses",
            summary = "What may have caused an incident",
            description = "Holds the traces, log records and metrics of an incident against windows as long in which"
                    + " nothing was wrong. A component is named when it stands out and those that it calls do not"
                    + " explain it; nobody is when nothing stands out.")
    @APIResponse(responseCode = "200", description = "The causes, the likeliest first.")
    public Uni<CauseAnswer> causes(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description =
                                    "Start of the incident, RFC 3339, nanoseconds since 1970, or like `now-15m`; as"
                                            + " long before the"
                                            + " end as configured when absent.",
                            example = "2026-01-01T00:55:00Z")
                    Optional<String> from,
            @RestQuery
                    @Parameter(
                            description = "End of the incident, RFC 3339, nanoseconds since 1970, or like `now-15m`;"
                                    + " now when absent.",
                            example = "2026-01-01T01:00:00Z")
                    Optional<String> to,
            @RestQuery
                    @Parameter(
                            description = "Start of the time that baselines are chosen from; 24 times the incident's"
                                    + " length before it when absent.",
                            example = "2026-01-01T00:00:00Z")
                    Optional<String> baselineFrom,
            @RestQuery
                    @Parameter(
                            description = "End of that time; the start of the incident when absent.",
                            example = "2026-01-01T00:50:00Z")
                    Optional<String> baselineTo,
            @RestQuery
                    @Parameter(
                            description = "A window to compare with, as FROM/TO, in place of those that are chosen from"
                                    + " that time. May come several times.",
                            example = "2026-01-01T00:10:00Z/2026-01-01T00:15:00Z")
                    List<String> baseline,
            @RestQuery
                    @Parameter(
                            description = "When something else was wrong, as FROM/TO: no baseline is chosen there. May"
                                    + " come several times.",
                            example = "2026-01-01T00:20:00Z/2026-01-01T00:25:00Z")
                    List<String> other,
            @RestQuery
                    @Parameter(
                            description = "Where the incident was noticed; then only what that component calls, and"
                                    + " itself, is blamed.",
                            example = "shop/frontend")
                    Optional<String> component,
            @RestQuery @Parameter(description = "By what it was noticed there: latency or errors.", example = "latency")
                    Optional<String> symptom) {
        return reader.read(
                Tenant.of(tenant),
                CauseQuery.of(
                        Window.parse(from, to, defaultLength),
                        new CauseQuery.Asked(baselineFrom, baselineTo, baseline, other, component, symptom)));
    }
}
