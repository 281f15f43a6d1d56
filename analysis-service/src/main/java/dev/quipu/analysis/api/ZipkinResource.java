package dev.quipu.analysis.api;

import dev.quipu.access.Role;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.zipkin.SearchParameters;
import dev.quipu.analysis.zipkin.SearchReader;
import dev.quipu.analysis.zipkin.ZipkinLinks;
import dev.quipu.analysis.zipkin.ZipkinNames;
import dev.quipu.analysis.zipkin.ZipkinTraces;
import dev.quipu.model.TenantName;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Zipkin's read API v2, which Grafana's Zipkin data source and Zipkin's own page call. */
@RolesAllowed(Role.READS)
@Path("/api/v2")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Zipkin", description = "Zipkin's read API v2, for Grafana's Zipkin data source and Zipkin's page.")
public class ZipkinResource {

    private static final String AS_ZIPKIN = "In the shape of Zipkin's API: https://zipkin.io/zipkin-api.";

    private final ZipkinTraces traces;
    private final ZipkinNames names;
    private final ZipkinLinks links;
    private final SearchReader parameters;

    ZipkinResource(ZipkinTraces traces, ZipkinNames names, ZipkinLinks links, AnalysisConfig config) {
        this.traces = traces;
        this.names = names;
        this.links = links;
        this.parameters = new SearchReader(config.analysis().zipkin(), Clock.systemUTC());
    }

    @GET
    @Path("/services")
    @Operation(operationId = "listZipkinServices", summary = "The names of the services that sent spans")
    @APIResponse(responseCode = "200", description = "The names, in alphabetical order.")
    public Uni<Collection<String>> services(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant) {
        return names.services(Tenant.of(tenant));
    }

    @GET
    @Path("/spans")
    @Operation(operationId = "listZipkinSpanNames", summary = "The span names of a service")
    @APIResponse(responseCode = "200", description = "The names, in alphabetical order.")
    public Uni<Collection<String>> spanNames(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery @Parameter(description = "The service.", required = true, example = "checkout")
                    Optional<String> serviceName) {
        return names.spanNames(Tenant.of(tenant), required("serviceName", serviceName));
    }

    @GET
    @Path("/remoteServices")
    @Operation(
            operationId = "listZipkinRemoteServices",
            summary = "The services that a service names as its peers",
            description = "Of its newest traces, as many as one request may read.")
    @APIResponse(responseCode = "200", description = "The names, in alphabetical order.")
    public Uni<Collection<String>> remoteServices(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery @Parameter(description = "The service.", required = true, example = "checkout")
                    Optional<String> serviceName) {
        return names.remoteServices(Tenant.of(tenant), required("serviceName", serviceName), parameters.recent());
    }

    @GET
    @Path("/traces")
    @Operation(
            operationId = "searchZipkinTraces",
            summary = "Search traces",
            description = "The newest traces with a span that matches everything asked for. Traces beyond the most"
                    + " spans that an answer holds are left out.")
    @APIResponse(responseCode = "200", description = "A list of lists of spans. " + AS_ZIPKIN)
    public Multi<byte[]> search(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @BeanParam SearchParameters search) {
        return inPieces(traces.search(Tenant.of(tenant), parameters.read(search)));
    }

    @GET
    @Path("/trace/{traceId}")
    @Operation(operationId = "getZipkinTrace", summary = "One trace")
    @APIResponse(responseCode = "200", description = "A list of spans. " + AS_ZIPKIN)
    public Multi<byte[]> trace(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestPath
                    @Parameter(
                            description = "1 to 32 hex digits of either case; fewer stand for leading zeros.",
                            example = "83a9efd15c1c98a977e0711cc93ee28b")
                    String traceId) {
        return inPieces(traces.trace(Tenant.of(tenant), SearchReader.traceId(traceId)));
    }

    @GET
    @Path("/traceMany")
    @Operation(operationId = "getZipkinTraces", summary = "Several traces")
    @APIResponse(
            responseCode = "200",
            description = "A list of lists of spans, of those traces that are stored. " + AS_ZIPKIN)
    public Multi<byte[]> traceMany(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description = "Trace ids, with commas between them.",
                            required = true,
                            example = "83a9efd15c1c98a977e0711cc93ee28b,463ac35c9f6413ad")
                    Optional<String> traceIds) {
        return inPieces(traces.traces(Tenant.of(tenant), parameters.traceIds(traceIds)));
    }

    @GET
    @Path("/dependencies")
    @Operation(
            operationId = "listZipkinDependencies",
            summary = "Which service calls which",
            description = "Counted over the newest stored traces of the window, as many as one request may read.")
    @APIResponse(responseCode = "200", description = "A list of links. " + AS_ZIPKIN)
    public Uni<byte[]> dependencies(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description = "End of the window in milliseconds since 1970.",
                            required = true,
                            example = "1706682509000")
                    Optional<String> endTs,
            @RestQuery @Parameter(description = "Length of the window in milliseconds.", example = "86400000")
                    Optional<String> lookback) {
        required("endTs", endTs);
        return links.count(Tenant.of(tenant), parameters.window(endTs, lookback));
    }

    @GET
    @Path("/autocompleteKeys")
    @Operation(operationId = "listZipkinTagKeys", summary = "The tags whose values are offered")
    @APIResponse(responseCode = "200", description = "The keys, as configured.")
    public Collection<String> autocompleteKeys() {
        return names.autocompleteKeys();
    }

    @GET
    @Path("/autocompleteValues")
    @Operation(
            operationId = "listZipkinTagValues",
            summary = "The values of a tag",
            description = "Of the newest traces that have it, as many as one request may read.")
    @APIResponse(
            responseCode = "200",
            description = "The values, in alphabetical order; none of a key that is not configured.")
    public Uni<Collection<String>> autocompleteValues(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery @Parameter(description = "The tag.", required = true, example = "http.method")
                    Optional<String> key) {
        return names.autocompleteValues(Tenant.of(tenant), required("key", key), parameters.recent());
    }

    private static String required(String parameter, Optional<String> text) {
        return text.filter(given -> !given.isEmpty())
                .orElseThrow(() -> new BadParameterException("parameter '" + parameter + "' is required"));
    }

    private static Multi<byte[]> inPieces(Multi<byte[]> pieces) {
        return RestMulti.fromMultiData(pieces).encodeAsJsonArray(false).build();
    }
}
