package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.alerts.Silence;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/silences")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "alerts", description = "What people want to be told of, and what came of it.")
public class SilencesResource {

    private static final String WHAT = "silence";

    private final Tenant tenant;
    private final Acts acts;
    private final StorageConfig config;

    SilencesResource(Tenant tenant, Acts acts, StorageConfig config) {
        this.tenant = tenant;
        this.acts = acts;
        this.config = config;
    }

    @GET
    @OfTenant
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listSilences",
            summary = "List silences",
            description = "Page by page, by id, those included that ended within the latest 30 days.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<SilenceAnswers.Page> list(@BeanParam ListParameters asked) {
        int size = asked.size(config);
        return Silence.page(tenant.name(), asked.after(0), size + 1)
                .map(found -> new SilenceAnswers.Page(
                        found.stream()
                                .limit(size)
                                .map(SilenceAnswers.Listed::of)
                                .toList(),
                        ListParameters.nextCursor(found, size, silence -> Required.field("id", silence.id))));
    }

    @GET
    @Path("/{id}")
    @OfTenant
    @RolesAllowed(Role.READS)
    @Operation(operationId = "getSilence", summary = "Get one silence", description = "By its number.")
    @APIResponse(responseCode = "200", description = "The silence.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<SilenceAnswers.Listed> get(
            @Parameter(description = "Its number.", example = "3") @PathParam("id") String id) {
        return find(id).map(SilenceAnswers.Listed::of);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @OfTenant
    @RolesAllowed(Role.ANALYSES)
    @Audited("silence.add")
    @Operation(
            operationId = "addSilence",
            summary = "Add a silence",
            description = "As long as it is active, nobody is told of alerts that have all its labels.")
    @APIResponse(
            responseCode = "201",
            description = "The silence.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SilenceAnswers.Listed.class)))
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> add(SilenceAnswers.@Nullable Change change) {
        SilenceAnswers.Change wanted = Required.field("body", change);
        Silence silence = new Silence();
        silence.tenant = tenant.name();
        silence.createdAt = Instant.now();
        wanted.applyTo(silence);
        return silence.<Silence>persistAndFlush()
                .call(added -> acts.done(Required.field("id", added.id), told(added)))
                .map(added -> Response.created(URI.create("/v1/silences/" + added.id))
                        .entity(SilenceAnswers.Listed.of(added))
                        .build());
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @OfTenant
    @RolesAllowed(Role.ANALYSES)
    @Audited("silence.change")
    @Operation(
            operationId = "changeSilence",
            summary = "Change a silence",
            description = "All of it at once. With a version, only when nobody has changed it since.")
    @APIResponse(responseCode = "200", description = "The silence as it is now.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<SilenceAnswers.Listed> change(
            @Parameter(description = "Its number.", example = "3") @PathParam("id") String id,
            SilenceAnswers.@Nullable Change change) {
        SilenceAnswers.Change wanted = Required.field("body", change);
        return find(id).invoke(silence -> Required.sameVersion(wanted.version(), silence.version))
                .invoke(wanted::applyTo)
                .call(silence -> acts.done(id, told(silence)))
                .map(SilenceAnswers.Listed::of);
    }

    @DELETE
    @Path("/{id}")
    @OfTenant
    @RolesAllowed(Role.ANALYSES)
    @Audited("silence.remove")
    @Operation(
            operationId = "removeSilence",
            summary = "Remove a silence",
            description = "Alerts that still fire are told of when they are written again.")
    @APIResponse(responseCode = "204", description = "Removed.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> remove(@Parameter(description = "Its number.", example = "3") @PathParam("id") String id) {
        return find(id).call(silence -> silence.delete()).chain(silence -> acts.done(id, told(silence)));
    }

    private static String told(Silence silence) {
        return new TreeMap<>(silence.matchers) + " until " + silence.endsAt;
    }

    private Uni<Silence> find(String id) {
        return Silence.findOne(tenant.name(), PathNumber.of(WHAT, id)).map(PathNumber.found(WHAT, id));
    }
}
