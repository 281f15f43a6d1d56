package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/**
 * Storage's own doors for people, for the page: a browser talks to one service only. Doors between services stay shut:
 * what could add, drop or take records, or lead another's work astray. What only administrators may ask has resources of
 * its own.
 */
@Path("/store/v1")
@Tag(name = "Storage", description = "Storage's read API and what people set there, handed on.")
public class StoreResource {

    /** First steps of paths that may be read. */
    private static final Set<String> READ = Set.of(
            "alert-rules",
            "alerts",
            "attributes",
            "components",
            "feed",
            "ledger",
            "log-templates",
            "logs",
            "metrics",
            "producers",
            "quarantine",
            "scrape",
            "services",
            "silences",
            "span-names",
            "spans",
            "spools",
            "traces",
            "usage",
            "webhooks");

    /** And beginnings of those that may be changed. */
    private static final List<String> CHANGED =
            List.of("alert-rules", "components/", "scrape/targets", "silences", "webhooks");

    private final StorePassage passage;

    StoreResource(StorePassage passage) {
        this.passage = passage;
    }

    @GET
    @RolesAllowed(Role.READS)
    @Path("{path:.+}")
    @Operation(operationId = "readStore", summary = "What storage keeps")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> read(
            @BeanParam Tenant tenant,
            @RestPath @Parameter(description = StorePassage.WHERE, example = "traces") String path) {
        require(READ.contains(path.split("/", 2)[0]), path);
        return passage.forward(tenant);
    }

    @POST
    @RolesAllowed(Role.ANALYSES)
    @Path("{path:.+}")
    @Operation(operationId = "addToStore", summary = "Adds a rule, a silence, a webhook or a target")
    @APIResponse(
            responseCode = "201",
            description = StorePassage.AS_STORAGE,
            content = @Content(mediaType = MediaType.APPLICATION_JSON))
    public Multi<byte[]> add(
            @BeanParam Tenant tenant,
            @RestPath @Parameter(description = StorePassage.WHERE, example = "silences") String path,
            byte[] body) {
        return forwardChange(tenant, path, body);
    }

    @PUT
    @RolesAllowed(Role.ANALYSES)
    @Path("{path:.+}")
    @Operation(operationId = "replaceInStore", summary = "Replaces a rule, a silence, a webhook or a target")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> replace(
            @BeanParam Tenant tenant,
            @RestPath @Parameter(description = StorePassage.WHERE, example = "silences/7") String path,
            byte[] body) {
        return forwardChange(tenant, path, body);
    }

    @PATCH
    @RolesAllowed(Role.ANALYSES)
    @Path("{path:.+}")
    @Operation(operationId = "changeInStore", summary = "Changes what is set of a component")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> change(
            @BeanParam Tenant tenant,
            @RestPath @Parameter(description = StorePassage.WHERE, example = "components/7") String path,
            byte[] body) {
        return forwardChange(tenant, path, body);
    }

    @DELETE
    @RolesAllowed(Role.ANALYSES)
    @Path("{path:.+}")
    @Operation(operationId = "removeFromStore", summary = "Removes a rule, a silence, a webhook or a target")
    @APIResponse(responseCode = "200", description = StorePassage.AS_STORAGE)
    public Multi<byte[]> remove(
            @BeanParam Tenant tenant,
            @RestPath @Parameter(description = StorePassage.WHERE, example = "silences/7") String path) {
        return forwardChange(tenant, path, new byte[0]);
    }

    private Multi<byte[]> forwardChange(Tenant tenant, String path, byte[] body) {
        require(CHANGED.stream().anyMatch(path::startsWith), path);
        return passage.forward(tenant, body);
    }

    private static void require(boolean isOpen, String path) {
        if (!isOpen) {
            throw new NotFoundException("path: expected what people read or set in storage, got '" + path + "'");
        }
    }
}
