package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.scrape.ScrapeResult;
import dev.quipu.storage.scrape.ScrapeStates;
import dev.quipu.storage.scrape.ScrapeTarget;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/scrape")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "scraping", description = "What collectors fetch metrics from.")
public class ScrapeTargetsResource {

    private static final int USUAL_PAGE = 100;

    private final ScrapeStates states;
    private final Tenant tenant;
    private final Acts acts;
    private final StorageConfig config;

    ScrapeTargetsResource(ScrapeStates states, Tenant tenant, Acts acts, StorageConfig config) {
        this.states = states;
        this.tenant = tenant;
        this.acts = acts;
        this.config = config;
    }

    @GET
    @Path("/targets")
    @OfTenant
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listScrapeTargets",
            summary = "List scrape targets",
            description = "Page by page, by id, each with how its latest fetch went.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<ScrapeAnswers.TargetPage> list(
            @Parameter(
                            description = "Targets on the page; capped by configuration.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
                            example = "100")
                    @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "The nextCursor of the page before.") @QueryParam("cursor")
                    Optional<String> cursor) {
        int size = Limit.of(limit, USUAL_PAGE, config.storage().search().maxLimit());
        return ScrapeTarget.page(
                        tenant.name(),
                        cursor.map(ScrapeTargetsResource::position).orElse(0L),
                        size + 1)
                .chain(found -> page(found, size));
    }

    private static long position(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("cursor: expected the nextCursor of a page, got '" + cursor + "'", e);
        }
    }

    private Uni<ScrapeAnswers.TargetPage> page(List<ScrapeTarget> found, int size) {
        List<ScrapeTarget> page = found.subList(0, Math.min(size, found.size()));
        Optional<String> next =
                found.size() > size ? Optional.of(String.valueOf(page.get(size - 1).id)) : Optional.empty();
        return states.of(tenant.name(), page.stream().map(target -> target.key).toList())
                .map(results -> new ScrapeAnswers.TargetPage(
                        page.stream()
                                .map(target ->
                                        ScrapeAnswers.Target.of(target, Optional.ofNullable(results.get(target.key))))
                                .toList(),
                        next));
    }

    @GET
    @Path("/targets/{id}")
    @OfTenant
    @RolesAllowed(Role.READS)
    @Operation(operationId = "getScrapeTarget", summary = "Get one scrape target", description = "By its number.")
    @APIResponse(responseCode = "200", description = "The target.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<ScrapeAnswers.Target> get(
            @Parameter(description = "Its number.", example = "3") @PathParam("id") String id) {
        return find(id).chain(target -> states.of(tenant.name(), List.of(target.key))
                .map(results -> ScrapeAnswers.Target.of(target, Optional.ofNullable(results.get(target.key)))));
    }

    @POST
    @Path("/targets")
    @Consumes(MediaType.APPLICATION_JSON)
    @OfTenant
    @RolesAllowed(Role.ANALYSES)
    @Audited("scrape-target.add")
    @Operation(
            operationId = "addScrapeTarget",
            summary = "Add a scrape target",
            description = "One of the collectors fetches it within seconds. One for each URL, job and instance.")
    @APIResponse(
            responseCode = "201",
            description = "The target.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ScrapeAnswers.Target.class)))
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> add(ScrapeAnswers.@Nullable Change change) {
        ScrapeTarget target = new ScrapeTarget();
        target.tenant = tenant.name();
        target.createdAt = Instant.now();
        Required.field("body", change).applyTo(target);
        return target.<ScrapeTarget>persistAndFlush()
                .call(added -> acts.done(Required.field("id", added.id), told(added)))
                .map(added -> Response.created(URI.create("/v1/scrape/targets/" + added.id))
                        .entity(ScrapeAnswers.Target.of(added, Optional.empty()))
                        .build());
    }

    @PUT
    @Path("/targets/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @OfTenant
    @RolesAllowed(Role.ANALYSES)
    @Audited("scrape-target.change")
    @Operation(
            operationId = "changeScrapeTarget",
            summary = "Change a scrape target",
            description = "All of it at once. With a version, only when nobody has changed it since.")
    @APIResponse(responseCode = "200", description = "The target as it is now.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<ScrapeAnswers.Target> change(
            @Parameter(description = "Its number.", example = "3") @PathParam("id") String id,
            ScrapeAnswers.@Nullable Change change) {
        ScrapeAnswers.Change wanted = Required.field("body", change);
        return find(id).invoke(target -> {
                    if (wanted.version() != null && wanted.version() != target.version) {
                        throw ProblemException.conflict("version: expected " + target.version
                                + ", which the target has now, got " + wanted.version());
                    }
                    wanted.applyTo(target);
                })
                .call(target -> acts.done(id, told(target)))
                .map(target -> ScrapeAnswers.Target.of(target, Optional.empty()));
    }

    @DELETE
    @Path("/targets/{id}")
    @OfTenant
    @RolesAllowed(Role.ANALYSES)
    @Audited("scrape-target.remove")
    @Operation(
            operationId = "removeScrapeTarget",
            summary = "Remove a scrape target",
            description = "It is fetched no more within seconds; its series are marked as ended.")
    @APIResponse(responseCode = "204", description = "Removed.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> remove(@Parameter(description = "Its number.", example = "3") @PathParam("id") String id) {
        return find(id).call(target -> target.delete()).chain(target -> acts.done(id, told(target)));
    }

    /** The URL may hold a secret. */
    private static String told(ScrapeTarget target) {
        return target.job + " " + target.instance + (target.enabled ? "" : ", not enabled");
    }

    private Uni<ScrapeTarget> find(String id) {
        try {
            return ScrapeTarget.findOne(tenant.name(), Long.parseLong(id))
                    .map(found -> found.orElseThrow(() -> ProblemException.notFound("scrape target " + id + ": none")));
        } catch (NumberFormatException e) {
            throw ProblemException.notFound("scrape target " + id + ": none");
        }
    }

    @GET
    @Path("/states")
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listScrapeStates",
            summary = "List how fetches went",
            description = "The latest fetch of each target, those included that collectors found themselves.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<ScrapeAnswers.StatePage> states(
            @Parameter(
                            description = "Only those that are up, or that are not.",
                            schema = @Schema(type = SchemaType.BOOLEAN),
                            example = "false")
                    @QueryParam("up")
                    Optional<String> up,
            @Parameter(
                            description = "States on the page; capped by configuration.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
                            example = "100")
                    @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "The nextCursor of the page before.") @QueryParam("cursor")
                    Optional<String> cursor) {
        int size = Limit.of(limit, USUAL_PAGE, config.storage().search().maxLimit());
        return states.page(tenant.name(), cursor.orElse(""), up.map(ScrapeTargetsResource::truth), size + 1)
                .map(found -> statePage(found, size));
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("up: expected true or false, got '" + text + "'");
        };
    }

    private static ScrapeAnswers.StatePage statePage(List<ScrapeResult> found, int size) {
        List<ScrapeResult> page = found.subList(0, Math.min(size, found.size()));
        return new ScrapeAnswers.StatePage(
                page.stream().map(ScrapeAnswers.State::of).toList(),
                found.size() > size ? Optional.of(page.get(size - 1).target()) : Optional.empty());
    }
}
