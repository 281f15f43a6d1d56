package dev.quipu.analysis.api;

import dev.quipu.analysis.client.StorageForwarder;
import dev.quipu.model.TenantName;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;

/**
 * Storage's own doors for people, for the page: a browser talks to one service only. Doors between services stay shut:
 * what could add, drop or take records, or lead another's work astray.
 */
@Path("/store/v1")
@Tag(name = "Storage", description = "Storage's read API and what people set there, handed on.")
public class StoreResource {

    private static final String PREFIX = "/store";

    private static final String WHERE =
            "Path below `/v1` of storage, as its own OpenAPI document has it, with its query parameters.";

    private static final String AS_STORAGE = "As storage answers.";

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
            "redaction-rules",
            "retention-rules",
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
    private static final List<String> CHANGED = List.of(
            "alert-rules",
            "components/",
            "redaction-rules",
            "retention-rules",
            "scrape/targets",
            "silences",
            "webhooks");

    /** What collectors ask for, below what people set: the rules of all tenants. */
    private static final Pattern OF_ALL_TENANTS = Pattern.compile("redaction-rules/all(?:[/;].*)?");

    /** Of the request. */
    private static final List<String> HEADERS =
            List.of("Accept", "Content-Type", "If-Match", "If-None-Match", "Last-Event-ID");

    private final StorageForwarder storage;

    StoreResource(StorageForwarder storage) {
        this.storage = storage;
    }

    @GET
    @Path("{path:.+}")
    @Operation(operationId = "readStore", summary = "What storage keeps")
    @APIResponse(responseCode = "200", description = AS_STORAGE)
    public Multi<byte[]> read(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestPath @Parameter(description = WHERE, example = "traces") String path,
            @Context HttpServerRequest request) {
        require(READ.contains(path.split("/", 2)[0]), path);
        return forward(request, tenant, path, new byte[0]);
    }

    @POST
    @Path("{path:.+}")
    @Operation(operationId = "addToStore", summary = "Adds a rule, a silence, a webhook or a target")
    @APIResponse(
            responseCode = "201",
            description = AS_STORAGE,
            content = @Content(mediaType = MediaType.APPLICATION_JSON))
    public Multi<byte[]> add(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestPath @Parameter(description = WHERE, example = "silences") String path,
            @Context HttpServerRequest request,
            byte[] body) {
        return change(request, tenant, path, body);
    }

    @PUT
    @Path("{path:.+}")
    @Operation(operationId = "replaceInStore", summary = "Replaces a rule, a silence, a webhook or a target")
    @APIResponse(responseCode = "200", description = AS_STORAGE)
    public Multi<byte[]> replace(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestPath @Parameter(description = WHERE, example = "silences/7") String path,
            @Context HttpServerRequest request,
            byte[] body) {
        return change(request, tenant, path, body);
    }

    @PATCH
    @Path("{path:.+}")
    @Operation(operationId = "changeInStore", summary = "Changes what is set of a component")
    @APIResponse(responseCode = "200", description = AS_STORAGE)
    public Multi<byte[]> change(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestPath @Parameter(description = WHERE, example = "components/7") String path,
            @Context HttpServerRequest request,
            byte[] body) {
        return change(request, tenant, path, body);
    }

    @DELETE
    @Path("{path:.+}")
    @Operation(operationId = "removeFromStore", summary = "Removes a rule, a silence, a webhook or a target")
    @APIResponse(responseCode = "200", description = AS_STORAGE)
    public Multi<byte[]> remove(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestPath @Parameter(description = WHERE, example = "silences/7") String path,
            @Context HttpServerRequest request) {
        return change(request, tenant, path, new byte[0]);
    }

    private Multi<byte[]> change(HttpServerRequest request, Optional<String> tenant, String path, byte[] body) {
        require(CHANGED.stream().anyMatch(path::startsWith), path);
        return forward(request, tenant, path, body);
    }

    private static void require(boolean isOpen, String path) {
        if (!isOpen || OF_ALL_TENANTS.matcher(path).matches()) {
            throw new NotFoundException("path: expected what people read or set in storage, got '" + path + "'");
        }
    }

    /** The path as it came, where it says nothing else than what was looked at: with no step back and no empty step. */
    private static String plain(HttpServerRequest request, String path) {
        String raw = request.path();
        if (!raw.startsWith(PREFIX + "/v1/")
                || raw.contains("//")
                || raw.contains("..")
                || raw.toLowerCase(Locale.ROOT).contains("%2e")) {
            throw new NotFoundException("path: expected one without empty steps or steps back, got '" + path + "'");
        }
        return request.uri().substring(PREFIX.length());
    }

    private Multi<byte[]> forward(HttpServerRequest request, Optional<String> tenant, String path, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : HEADERS) {
            Optional.ofNullable(request.getHeader(name)).ifPresent(value -> headers.put(name, value));
        }
        StorageForwarder.Request forwarded = new StorageForwarder.Request(
                HttpMethod.valueOf(request.method().name()), Tenant.of(tenant), plain(request, path), headers, body);
        return RestMulti.fromUniResponse(
                storage.forward(forwarded),
                StorageForwarder.Answer::body,
                StorageForwarder.Answer::headers,
                StorageForwarder.Answer::status);
    }
}
