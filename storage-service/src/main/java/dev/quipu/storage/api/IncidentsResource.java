package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.incidents.Incident;
import dev.quipu.storage.incidents.IncidentQuery;
import dev.quipu.storage.incidents.Incidents;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/incidents")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "incidents", description = "What went wrong together, as analysis found it.")
public class IncidentsResource {

    private static final String EXAMPLE = "5f0c5b6e-92f5-4f3e-8000-000000000001";

    private final Incidents incidents;
    private final Tenant tenant;
    private final StorageConfig config;

    IncidentsResource(Incidents incidents, Tenant tenant, StorageConfig config) {
        this.incidents = incidents;
        this.tenant = tenant;
        this.config = config;
    }

    @GET
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listIncidents",
            summary = "List incidents",
            description = "Page by page, the newest start first.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<IncidentAnswers.Page> list(@BeanParam IncidentParameters asked) {
        StorageConfig.Search limits = config.storage().search();
        int size = Limit.of(asked.limit, limits.defaultLimit(), limits.maxLimit());
        return incidents
                .list(new IncidentQuery(
                        tenant.name(),
                        asked.state.map(Incident.State::ofLabel),
                        asked.component,
                        asked.from.map(text -> Times.instant("from", text)),
                        asked.to.map(text -> Times.instant("to", text)),
                        asked.cursor.map(IncidentAnswers.Page::place),
                        size + 1))
                .map(found -> IncidentAnswers.Page.of(found, size));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Role.READS)
    @Operation(operationId = "getIncident", summary = "Get one incident", description = "By its id.")
    @APIResponse(responseCode = "200", description = "The incident.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<IncidentAnswers.Listed> get(
            @Parameter(description = "Its id.", example = EXAMPLE) @PathParam("id") String id) {
        return incidents
                .find(tenant.name(), parse(id))
                .map(found -> IncidentAnswers.Listed.of(found.orElseThrow(() -> absent(id))));
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "putIncident",
            summary = "Keep an incident",
            description =
                    "All of it at once, under an id that its writer chose. Only when nobody has written it since the version"
                            + " that the writer read; who is late reads it again.")
    @APIResponse(responseCode = "200", description = "The incident as it is now, with its new version.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<IncidentAnswers.Listed> put(
            @Parameter(description = "Its id.", example = EXAMPLE) @PathParam("id") String id,
            IncidentAnswers.@Nullable Change change) {
        IncidentAnswers.Change wanted = Required.field("body", change);
        return incidents
                .write(tenant.name(), wanted.expectedVersion(), wanted.incident(parse(id)))
                .map(IncidentAnswers.Listed::of);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "removeIncident",
            summary = "Remove an incident",
            description = "For ever: somebody says that it was none.")
    @APIResponse(responseCode = "204", description = "Removed.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> remove(@Parameter(description = "Its id.", example = EXAMPLE) @PathParam("id") String id) {
        return incidents
                .remove(tenant.name(), parse(id))
                .invoke(wasHere -> {
                    if (!wasHere) {
                        throw absent(id);
                    }
                })
                .replaceWithVoid();
    }

    private static UUID parse(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("id: expected a UUID, got '" + id + "'", e);
        }
    }

    private static ProblemException absent(String id) {
        return ProblemException.notFound("incident " + id + ": none");
    }
}
