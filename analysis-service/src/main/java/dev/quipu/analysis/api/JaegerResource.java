package dev.quipu.analysis.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.access.Role;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.jaeger.Dependencies;
import dev.quipu.analysis.jaeger.JaegerAnswer;
import dev.quipu.analysis.jaeger.JaegerDependencies;
import dev.quipu.analysis.jaeger.JaegerOperation;
import dev.quipu.analysis.jaeger.JaegerTraces;
import dev.quipu.analysis.jaeger.SearchParameters;
import dev.quipu.analysis.jaeger.SearchReader;
import dev.quipu.analysis.jaeger.ServiceCatalog;
import dev.quipu.analysis.jaeger.TraceAnswers;
import dev.quipu.analysis.read.Window;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Jaeger's JSON read API, which Grafana's Jaeger data source and Jaeger's own viewer call. */
@RolesAllowed(Role.READS)
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jaeger", description = "Jaeger's JSON read API, for Grafana's Jaeger data source and Jaeger's viewer.")
public class JaegerResource {

    private final TraceAnswers traces;
    private final ServiceCatalog catalog;
    private final Dependencies dependencies;
    private final SearchReader parameters;
    private final long defaultDependencyLookbackNanos;

    JaegerResource(
            TraceAnswers traces,
            ServiceCatalog catalog,
            Dependencies dependencies,
            AnalysisConfig config,
            ObjectMapper mapper) {
        this.traces = traces;
        this.catalog = catalog;
        this.dependencies = dependencies;
        this.parameters = new SearchReader(mapper, config.analysis().jaeger(), Clock.systemUTC());
        this.defaultDependencyLookbackNanos =
                config.analysis().dependencies().defaultLookback().toNanos();
    }

    @GET
    @Path("/services")
    @Operation(operationId = "listServices", summary = "The names of the services that sent spans")
    @APIResponse(responseCode = "200", description = "The names, in alphabetical order.")
    public Uni<JaegerAnswer<String>> services(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant) {
        return catalog.services(Tenant.of(tenant)).map(JaegerAnswer::of);
    }

    @GET
    @Path("/services/{service}/operations")
    @Operation(operationId = "listSpanNames", summary = "The span names of a service")
    @APIResponse(
            responseCode = "200",
            description = "The names, in alphabetical order; none when the service is not known.")
    public Uni<JaegerAnswer<String>> spanNames(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestPath @Parameter(description = "The service.", example = "checkout") String service) {
        return catalog.spanNames(Tenant.of(tenant), service).map(JaegerAnswer::of);
    }

    @GET
    @Path("/operations")
    @Operation(operationId = "listOperations", summary = "The span names of a service with their kinds")
    @APIResponse(responseCode = "200", description = "The names and kinds; none when the service is not known.")
    public Uni<JaegerAnswer<JaegerOperation>> operations(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery @Parameter(description = "The service.", required = true, example = "checkout")
                    Optional<String> service,
            @RestQuery
                    @Parameter(
                            description = "Only spans of this kind: client, server, producer, consumer, internal.",
                            example = "server")
                    Optional<String> spanKind) {
        String name = service.filter(text -> !text.isEmpty())
                .orElseThrow(() -> new BadParameterException("parameter 'service' is required"));
        return catalog.operations(Tenant.of(tenant), name, spanKind.orElse("")).map(JaegerAnswer::of);
    }

    @GET
    @Path("/traces")
    @Operation(
            operationId = "searchTraces",
            summary = "Search traces",
            description = "The newest traces with a span that matches everything asked for, or the traces named.")
    @APIResponse(
            responseCode = "200",
            description = "The traces. What is missing from them is said under errors and warnings.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = JaegerTraces.class)))
    public Multi<byte[]> search(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @BeanParam SearchParameters search) {
        return inPieces(traces.search(Tenant.of(tenant), parameters.read(search)));
    }

    @GET
    @Path("/traces/{traceId}")
    @Operation(operationId = "getTrace", summary = "One trace")
    @APIResponse(
            responseCode = "200",
            description = "The trace, as the only one of the answer.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = JaegerTraces.class)))
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
    @Path("/dependencies")
    @Operation(
            operationId = "listDependencies",
            summary = "Which service calls which",
            description = "Counted over the newest stored traces of the window, as many as one request may read.")
    @APIResponse(responseCode = "200", description = "The calls, most frequent first.")
    public Uni<JaegerDependencies> dependencies(
            @RestHeader(TenantName.HEADER) @Parameter(description = Tenant.DESCRIPTION) Optional<String> tenant,
            @RestQuery
                    @Parameter(
                            description = "End of the window in milliseconds since 1970; now when absent.",
                            example = "1706682509000")
                    Optional<String> endTs,
            @RestQuery @Parameter(description = "Length of the window in milliseconds.", example = "86400000")
                    Optional<String> lookback,
            @RestQuery @Parameter(description = "Only calls that this service is part of.", example = "checkout")
                    Optional<String> service) {
        Window window = parameters.dependencyWindow(endTs, lookback, defaultDependencyLookbackNanos);
        return dependencies.count(Tenant.of(tenant), window, service.orElse(""));
    }

    private static Multi<byte[]> inPieces(Multi<byte[]> pieces) {
        return RestMulti.fromMultiData(pieces).encodeAsJsonArray(false).build();
    }
}
