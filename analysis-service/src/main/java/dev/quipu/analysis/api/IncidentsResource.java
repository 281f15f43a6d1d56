package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.TimeParameter;
import dev.quipu.analysis.client.IncidentClient;
import dev.quipu.analysis.incident.IncidentReader;
import dev.quipu.analysis.incident.IncidentsAnswer;
import dev.quipu.model.TenantName;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@RolesAllowed(Role.READS)
@Path("/v1/incidents")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Incidents", description = "What went wrong together, since when, and why.")
public class IncidentsResource {

    private final IncidentReader reader;

    IncidentsResource(IncidentReader reader) {
        this.reader = reader;
    }

    @GET
    @Operation(
            operationId = "listIncidents",
            summary = "What went wrong together, since when, and why",
            description = "Components whose share of failing or slow spans rose within two minutes, and that call one"
                    + " another, are one incident. Its causes are looked for in its first five minutes, held against the"
                    + " time just before.")
    @APIResponse(responseCode = "200", description = "The page; empty when nothing went wrong.")
    public Uni<IncidentsAnswer> list(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery @Parameter(description = "Only those that are open, or closed.", example = "open")
                    Optional<String> state,
            @RestQuery
                    @Parameter(
                            description = "Only those with a symptom of this component, named as they name it.",
                            example = "shop/cart")
                    Optional<String> component,
            @RestQuery
                    @Parameter(
                            description = "Only those that were not over then: RFC 3339, nanoseconds since 1970, or"
                                    + " like `now-15m`.",
                            example = "2026-01-01T00:00:00Z")
                    Optional<String> from,
            @RestQuery
                    @Parameter(
                            description = "Only those that began before: RFC 3339, nanoseconds since 1970, or like"
                                    + " `now-15m`.",
                            example = "2026-01-01T01:00:00Z")
                    Optional<String> to,
            @RestQuery @Parameter(description = "Incidents on the page.", example = "20") Optional<String> limit,
            @RestQuery @Parameter(description = "What the page before said as nextCursor.") Optional<String> cursor) {
        Instant now = Instant.now();
        return reader.list(
                Tenant.of(tenant),
                new IncidentClient.Query(
                        state,
                        component,
                        from.map(text -> TimeParameter.parse("from", text, now).toString()),
                        to.map(text -> TimeParameter.parse("to", text, now).toString()),
                        limit,
                        cursor));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getIncident", summary = "One incident", description = "As the list has it.")
    @APIResponse(responseCode = "200", description = "The incident.")
    public Uni<IncidentsAnswer.Incident> incident(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestPath @Parameter(description = "Its id.", example = "5f0c5b6e-92f5-3f3e-8000-000000000001") String id) {
        return reader.find(Tenant.of(tenant), id(id));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new BadParameterException("id: expected a UUID, got '" + text + "'");
        }
    }
}
