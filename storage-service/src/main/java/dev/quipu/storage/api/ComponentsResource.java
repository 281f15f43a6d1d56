package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.model.CatalogText;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.catalog.AttributeHistory;
import dev.quipu.storage.catalog.ComponentList;
import dev.quipu.storage.catalog.KnownComponent;
import dev.quipu.storage.ledger.ComponentSignals;
import dev.quipu.storage.relations.ComponentRelations;
import dev.quipu.storage.relations.Place;
import dev.quipu.storage.search.TimeRange;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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
    private static final Duration RELATIONS_LOOKBACK = Duration.ofDays(1);

    private final Tenant tenant;
    private final Acts acts;
    private final StorageConfig config;
    private final ComponentList list;
    private final AttributeHistory history;
    private final ComponentSignals signals;
    private final ComponentRelations relations;

    ComponentsResource(
            Tenant tenant,
            Acts acts,
            StorageConfig config,
            ComponentList list,
            AttributeHistory history,
            ComponentSignals signals,
            ComponentRelations relations) {
        this.tenant = tenant;
        this.acts = acts;
        this.list = list;
        this.signals = signals;
        this.relations = relations;
        this.history = history;
        this.config = config;
    }

    @GET
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "listComponents",
            summary = "List components",
            description = "Those that satisfy every condition, page by page, by id.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<CatalogAnswers.ComponentPage> list(
            @BeanParam ComponentParameters parameters,
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
        return list.page(tenant.name(), parameters.filter(), after, size + 1).map(found -> page(found, size));
    }

    private static CatalogAnswers.ComponentPage page(List<ComponentList.Listed> found, int size) {
        List<ComponentList.Listed> page = found.subList(0, Math.min(size, found.size()));
        Optional<String> next = found.size() > size
                ? Optional.of(Integer.toString(page.get(page.size() - 1).id()))
                : Optional.empty();
        return new CatalogAnswers.ComponentPage(
                page.stream().map(CatalogAnswers.ListedComponent::of).toList(), next);
    }

    @GET
    @Path("/counts")
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "countComponents",
            summary = "Count components",
            description = "How many components, and attributes of them, there are of each kind.")
    @APIResponse(responseCode = "200", description = "The counts.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<CatalogAnswers.Counts> counts(
            @BeanParam ComponentParameters parameters,
            @Parameter(
                            description =
                                    "By what they are told apart: `service`, `namespace`, `state`; `key`, that is which"
                                            + " attributes they have; or the values of an attribute, by its key.",
                            example = "host.name")
                    @QueryParam("by")
                    @DefaultValue("service")
                    String by,
            @Parameter(
                            description = "Groups in the answer; capped by configuration.",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1"),
                            example = "100")
                    @QueryParam("limit")
                    Optional<String> limit) {
        int size = Limit.of(limit, USUAL_PAGE, config.storage().search().maxLimit());
        return list.counts(tenant.name(), parameters.filter(), by, size + 1)
                .map(found -> new CatalogAnswers.Counts(
                        found.stream().limit(size).map(CatalogAnswers.Group::of).toList(), found.size() > size));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "getComponent",
            summary = "Get one component",
            description = "With the attributes of its resources.")
    @APIResponse(responseCode = "200", description = "The component.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<CatalogAnswers.ComponentDetails> get(
            @Parameter(description = "Its number.", example = "7") @PathParam("id") String id) {
        return details(number("id", id));
    }

    private Uni<CatalogAnswers.ComponentDetails> details(int id) {
        return one(id).map(CatalogAnswers.ComponentDetails::of);
    }

    private Uni<ComponentList.Listed> one(int id) {
        return list.one(tenant.name(), id)
                .map(found -> found.stream().findFirst().orElseThrow(() -> unknown(id)));
    }

    @GET
    @Path("/{id}/relations")
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "getComponentRelations",
            summary = "Get what a component has to do with others",
            description =
                    "Whom it calls and by whom it is called, all its instances together, as far as analysis has come; what it"
                            + " runs on, as its attributes say.")
    @APIResponse(responseCode = "200", description = "The relations.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<RelationAnswers.Related> relations(
            @Parameter(description = "The component's number.", example = "7") @PathParam("id") String id,
            @Parameter(
                            description =
                                    "Calls that began then or after: RFC 3339 or nanoseconds since 1970. Default: a day ago.",
                            example = "2026-01-01T00:00:00Z")
                    @QueryParam("from")
                    Optional<String> from,
            @Parameter(
                            description =
                                    "... that began before this: RFC 3339 or nanoseconds since 1970. Default: now.",
                            example = "2026-01-02T00:00:00Z")
                    @QueryParam("to")
                    Optional<String> to) {
        String end = to.orElseGet(() -> Long.toString(Times.nowUnixNano()));
        TimeRange range = Times.range(from, Optional.of(end), RELATIONS_LOOKBACK);
        return one(number("id", id))
                .chain(found -> relations
                        .find(tenant.name(), found.component(), range)
                        .map(related -> RelationAnswers.Related.of(related, Place.of(found.attributes()))));
    }

    @GET
    @Path("/{id}/signals")
    @RolesAllowed(Role.READS)
    @Operation(
            operationId = "getComponentSignals",
            summary = "Get how much came of a component",
            description = "Of each signal: records stored and their rate, in whole minutes of collection.")
    @APIResponse(responseCode = "200", description = "The signals.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<CatalogAnswers.SignalRates> signals(
            @Parameter(description = "The component's number.", example = "7") @PathParam("id") String id,
            @Parameter(
                            description =
                                    "RFC 3339 or nanoseconds since 1970; its minute is included. Default: an hour ago.",
                            example = "2026-01-01T00:00:00Z")
                    @QueryParam("from")
                    Optional<String> from,
            @Parameter(
                            description =
                                    "RFC 3339 or nanoseconds since 1970; its minute is included unless it begins then. Default:"
                                            + " now.",
                            example = "2026-01-01T01:00:00Z")
                    @QueryParam("to")
                    Optional<String> to) {
        String end = to.orElseGet(() -> Long.toString(Times.nowUnixNano()));
        TimeRange range =
                Times.range(from, Optional.of(end), config.storage().search().defaultLookback());
        int first = (int) TimeUnit.NANOSECONDS.toMinutes(range.fromUnixNano());
        int last = Math.max(first + 1, (int) TimeUnit.NANOSECONDS.toMinutes(range.toUnixNano() - 1) + 1);
        return signals.read(tenant.name(), number("id", id), first, last)
                .map(stored -> new CatalogAnswers.SignalRates(
                        Instant.ofEpochSecond(TimeUnit.MINUTES.toSeconds(first)),
                        Instant.ofEpochSecond(TimeUnit.MINUTES.toSeconds(last)),
                        stored.stream()
                                .map(one -> CatalogAnswers.SignalRate.of(one, last - first))
                                .toList()));
    }

    @GET
    @Path("/{id}/attributes")
    @RolesAllowed(Role.READS)
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
    @RolesAllowed(Role.ANALYSES)
    @Audited("component.label")
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
        int number = number("id", id);
        return relabel(number, labels).chain(() -> details(number));
    }

    @OfTenant
    Uni<Void> relabel(int number, Map<String, @Nullable String> labels) {
        return KnownComponent.findOne(tenant.name(), number)
                .map(found -> found.orElseThrow(() -> unknown(number)))
                .invoke(component -> component.labels = merged(component.labels, labels))
                .chain(() -> acts.done(number, new TreeMap<>(labels).toString()));
    }

    private static ProblemException unknown(int id) {
        return ProblemException.notFound("component " + id + ": not known");
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
