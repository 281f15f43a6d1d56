package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.model.Signal;
import dev.quipu.storage.catalog.Services;
import dev.quipu.storage.catalog.SpanNames;
import dev.quipu.storage.search.KnownAttributes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "catalog", description = "What is known by name.")
@APIResponse(responseCode = "429", ref = StorageApi.TOO_DEAR)
public class CatalogResource {

    private final Services services;
    private final SpanNames spanNames;
    private final KnownAttributes attributes;
    private final Tenant tenant;

    CatalogResource(Services services, SpanNames spanNames, KnownAttributes attributes, Tenant tenant) {
        this.services = services;
        this.spanNames = spanNames;
        this.attributes = attributes;
        this.tenant = tenant;
    }

    @GET
    @Path("/services")
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listServices",
            summary = "List service names",
            description = "The distinct names of components.")
    @APIResponse(responseCode = "200", description = "The names.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<CatalogAnswers.ServiceNames> services() {
        return services.list(tenant.name()).map(CatalogAnswers.ServiceNames::new);
    }

    @GET
    @Path("/span-names")
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listSpanNames",
            summary = "List the span names of a service",
            description = "Bounded per service; names beyond the bound can be searched for all the same.")
    @APIResponse(responseCode = "200", description = "The names; none for a service that is not known.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<CatalogAnswers.SpanNameList> spanNames(
            @Parameter(description = "The service's name.", required = true, example = "cart") @QueryParam("service")
                    Optional<String> service,
            @Parameter(description = "Only names of spans of this kind.", example = "server") @QueryParam("kind")
                    Optional<String> kind) {
        String name = service.orElseThrow(
                () -> new IllegalArgumentException("service: expected the name of a service, got none"));
        OptionalInt number =
                kind.map(word -> OptionalInt.of(SpanNumbers.parseKind(word))).orElse(OptionalInt.empty());
        return spanNames
                .list(tenant.name(), name, number)
                .map(names -> new CatalogAnswers.SpanNameList(
                        names.stream().map(CatalogAnswers.SpanName::of).toList()));
    }

    @GET
    @Path("/attributes")
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listAttributes",
            summary = "List attribute keys",
            description =
                    "Keys and types of the attributes of spans, events and links, or of log records, in the newest segments.")
    @APIResponse(responseCode = "200", description = "The keys.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<SearchAnswers.KnownAttributes> attributes(
            @Parameter(description = "Of which records: traces or logs.", example = "traces")
                    @QueryParam("signal")
                    @DefaultValue("traces")
                    String signal,
            @Parameter(description = "Only those of: span, event, link or log.", example = "span") @QueryParam("scope")
                    Optional<String> scope) {
        return attributes
                .list(tenant.name(), Signal.ofLabel(signal))
                .map(known -> new SearchAnswers.KnownAttributes(
                        known.attributes().stream()
                                .filter(entry -> scope.isEmpty() || scope.get().equals(entry.table()))
                                .map(SearchAnswers.KnownAttribute::of)
                                .toList(),
                        known.segments()));
    }
}
