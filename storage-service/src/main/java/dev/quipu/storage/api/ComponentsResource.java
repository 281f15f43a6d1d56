package dev.quipu.storage.api;

import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.catalog.AttributeHistory;
import dev.quipu.storage.catalog.CatalogText;
import dev.quipu.storage.catalog.KnownComponent;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/components")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "catalog", description = "What is known by name.")
public class ComponentsResource {

    private static final int USUAL_PAGE = 100;
    private static final int MAX_LABELS = 64;
    private static final int MAX_LABEL_TEXT = 500;

    private final Tenant tenant;
    private final StorageConfig config;
    private final AttributeHistory history;

    ComponentsResource(Tenant tenant, StorageConfig config, AttributeHistory history) {
        this.tenant = tenant;
        this.history = history;
        this.config = config;
    }

    @GET
    @WithSession
    @Operation(operationId = "listComponents", summary = "List components", description = "Page by page, by id.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<CatalogAnswers.ComponentPage> list(
            @Parameter(description = "Only those of this service.", example = "cart") @QueryParam("name")
                    Optional<String> name,
            @Parameter(
                            description = "Components on the page; capped by configuration.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
                            example = "100")
                    @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "The nextCursor of the page before.") @QueryParam("cursor")
                    Optional<String> cursor) {
        int size = Limit.of(limit, USUAL_PAGE, config.storage().search().maxLimit());
        int after = cursor.map(text -> number("cursor", text)).orElse(0);
        return KnownComponent.page(tenant.name(), name, after, size + 1).map(found -> page(found, size));
    }

    private static CatalogAnswers.ComponentPage page(List<KnownComponent> found, int size) {
        List<KnownComponent> page = found.subList(0, Math.min(size, found.size()));
        Optional<String> next =
                found.size() > size ? Optional.of(Integer.toString(page.get(page.size() - 1).id)) : Optional.empty();
        return new CatalogAnswers.ComponentPage(
                page.stream().map(CatalogAnswers.ListedComponent::of).toList(), next);
    }

    @GET
    @Path("/{id}")
    @WithSession
    @Operation(
            operationId = "getComponent",
            summary = "Get one component",
            description = "With the attributes of its resource.")
    @APIResponse(responseCode = "200", description = "The component.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<CatalogAnswers.ComponentDetails> get(
            @Parameter(description = "Its number.", example = "7") @PathParam("id") String id) {
        return find(id).map(CatalogAnswers.ComponentDetails::of);
    }

    @GET
    @Path("/{id}/attributes")
    @Operation(
            operationId = "getAttributeHistory",
            summary = "Get what changed of a component, and when",
            description = "The values that the attributes of its resources have had, each with its time.")
    @APIResponse(responseCode = "200", description = "The values.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<CatalogAnswers.History> history(
            @Parameter(description = "The component's number.", example = "7") @PathParam("id") String id,
            @Parameter(description = "Only the values of this attribute.", example = "service.version")
                    @QueryParam("key")
                    Optional<String> key,
            @Parameter(
                            description = "Values in the answer; capped by configuration.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
                            example = "100")
                    @QueryParam("limit")
                    Optional<String> limit) {
        int size = Limit.of(limit, USUAL_PAGE, config.storage().search().maxLimit());
        return history.of(tenant.name(), number("id", id), key, size + 1)
                .map(found -> new CatalogAnswers.History(
                        found.stream()
                                .limit(size)
                                .map(CatalogAnswers.AttributeValue::of)
                                .toList(),
                        found.size() > size));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @WithTransaction
    @Operation(
            operationId = "changeComponent",
            summary = "Change the labels of a component",
            description =
                    "As RFC 7396 merges: labels that are given are set, those given as null are removed, others stay.")
    @APIResponse(responseCode = "200", description = "The component as it is now.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<CatalogAnswers.ComponentDetails> change(
            @Parameter(description = "Its number.", example = "7") @PathParam("id") String id,
            CatalogAnswers.@Nullable ComponentChange change) {
        Map<String, @Nullable String> labels =
                Required.field("labels", Required.field("body", change).labels());
        return find(id).invoke(component -> component.labels = merged(component.labels, labels))
                .map(CatalogAnswers.ComponentDetails::of);
    }

    private Uni<KnownComponent> find(String id) {
        return KnownComponent.findOne(tenant.name(), number("id", id))
                .map(found -> found.orElseThrow(() -> ProblemException.notFound("component " + id + ": not known")));
    }

    private static Map<String, String> merged(Map<String, String> old, Map<String, @Nullable String> changes) {
        Map<String, String> labels = new HashMap<>(old);
        changes.forEach((key, value) -> {
            if (value == null) {
                labels.remove(key);
            } else {
                labels.put(CatalogText.bounded(key, MAX_LABEL_TEXT), CatalogText.bounded(value, MAX_LABEL_TEXT));
            }
        });
        if (labels.size() > MAX_LABELS) {
            throw new IllegalArgumentException("labels: expected at most " + MAX_LABELS + ", got " + labels.size());
        }
        return labels;
    }

    private static int number(String field, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field + ": expected a number, got '" + text + "'", e);
        }
    }
}
