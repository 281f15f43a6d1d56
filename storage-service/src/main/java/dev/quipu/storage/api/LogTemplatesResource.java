package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.templates.TemplateList;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/log-templates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "templates", description = "What log records have in common, as analysis mines it.")
public class LogTemplatesResource {

    private static final int USUAL_PAGE = 100;

    /** A state may be some kilobytes. */
    private static final int MAX_PAGE_WITH_STATE = 200;

    private final Tenant tenant;
    private final TemplateList templates;
    private final StorageConfig config;

    LogTemplatesResource(Tenant tenant, TemplateList templates, StorageConfig config) {
        this.tenant = tenant;
        this.templates = templates;
        this.config = config;
    }

    @GET
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listLogTemplates",
            summary = "List log templates",
            description = "Those of a component or of all, page by page, by id.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<TemplateAnswers.Page> list(
            @Parameter(description = "Only of components of this service.name.", example = "cart")
                    @QueryParam("component")
                    Optional<String> component,
            @Parameter(description = "Only of components of this service.namespace.", example = "shop")
                    @QueryParam("namespace")
                    Optional<String> namespace,
            @Parameter(description = "Whether also those that were merged into others.", example = "false")
                    @QueryParam("merged")
                    @DefaultValue("false")
                    boolean merged,
            @Parameter(description = "Whether with the state that analysis goes on from.", example = "false")
                    @QueryParam("state")
                    @DefaultValue("false")
                    boolean state,
            @Parameter(
                            description = "Templates on the page; capped by configuration.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
                            example = "100")
                    @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "The nextCursor of the page before.", example = "17")
                    @QueryParam("cursor")
                    @DefaultValue("0")
                    String cursor) {
        int most = config.storage().search().maxLimit();
        int size = Limit.of(limit, USUAL_PAGE, state ? Math.min(most, MAX_PAGE_WITH_STATE) : most);
        TemplateList.Query query =
                new TemplateList.Query(tenant.name(), number(cursor), namespace, component, merged, state);
        return Uni.combine()
                .all()
                .unis(templates.list(query, size + 1), templates.lastId(tenant.name()))
                .with((found, lastId) -> TemplateAnswers.Page.of(found, size, state, lastId));
    }

    private static int number(String cursor) {
        try {
            return Integer.parseInt(cursor);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("cursor: expected what nextCursor said, got '" + cursor + "'", e);
        }
    }
}
