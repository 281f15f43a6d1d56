package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.redaction.RedactionRule;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/redaction-rules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "redaction", description = "What is taken out of records before a collector keeps them.")
public class RedactionRulesResource {

    private static final String WHAT = "redaction rule";

    private final EntityTags tags;
    private final Tenant tenant;
    private final Acts acts;
    private final StorageConfig config;

    RedactionRulesResource(EntityTags tags, Tenant tenant, Acts acts, StorageConfig config) {
        this.tags = tags;
        this.tenant = tenant;
        this.acts = acts;
        this.config = config;
    }

    @GET
    @OfTenant
    @RolesAllowed(Role.ADMINISTERS)
    @Operation(
            operationId = "listRedactionRules",
            summary = "List redaction rules",
            description = "Page by page, by id.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<RedactionRuleAnswers.Page> list(@BeanParam ListParameters asked) {
        int size = asked.size(config);
        return RedactionRule.page(tenant.name(), asked.after(0), size + 1)
                .map(found -> new RedactionRuleAnswers.Page(
                        found.stream()
                                .limit(size)
                                .map(RedactionRuleAnswers.Rule::of)
                                .toList(),
                        ListParameters.nextCursor(found, size, rule -> Required.field("id", rule.id))));
    }

    @GET
    @Path("/all")
    @WithSession
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "listRedactionRulesOfAllTenants",
            summary = "List the redaction rules of every tenant",
            description = "For collectors, which look again and again: with what ETag said as If-None-Match, 304 while"
                    + " nothing has changed.")
    @APIResponse(
            responseCode = "200",
            description = "The rules, also those that are not applied.",
            headers =
                    @Header(name = "ETag", description = "Of these rules.", schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RedactionRuleAnswers.All.class)))
    @APIResponse(responseCode = "304", description = "They are what If-None-Match says.")
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> all(@Context Request request) {
        return RedactionRule.ofAllTenants().map(rules -> tags.answer(request, RedactionRuleAnswers.All.of(rules)));
    }

    @GET
    @Path("/{id}")
    @OfTenant
    @RolesAllowed(Role.ADMINISTERS)
    @Operation(operationId = "getRedactionRule", summary = "Get one redaction rule", description = "By its number.")
    @APIResponse(responseCode = "200", description = "The redaction rule.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<RedactionRuleAnswers.Rule> get(
            @Parameter(description = "Its number.", example = "3") @PathParam("id") String id) {
        return find(id).map(RedactionRuleAnswers.Rule::of);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @OfTenant
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("redaction-rule.add")
    @Operation(
            operationId = "addRedactionRule",
            summary = "Add a redaction rule",
            description =
                    "For records that collectors take in from when they know of it; stored ones stay as they are.")
    @APIResponse(
            responseCode = "201",
            description = "The redaction rule.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RedactionRuleAnswers.Rule.class)))
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> add(RedactionRuleAnswers.@Nullable Change change) {
        RedactionRule rule = new RedactionRule();
        rule.tenant = tenant.name();
        rule.createdAt = Instant.now();
        Required.field("body", change).applyTo(rule);
        return RedactionRule.countOf(rule.tenant)
                .invoke(RedactionRulesResource::requireRoom)
                .chain(() -> rule.<RedactionRule>persistAndFlush())
                .call(added -> acts.done(Required.field("id", added.id), told(added)))
                .map(added -> Response.created(URI.create("/v1/redaction-rules/" + added.id))
                        .entity(RedactionRuleAnswers.Rule.of(added))
                        .build());
    }

    /** Collectors refuse the records of a tenant with more rules than they apply. */
    private static void requireRoom(long rules) {
        if (rules >= dev.quipu.model.redaction.RedactionRule.MAX_RULES) {
            throw ProblemException.conflict("redaction rules: expected at most "
                    + dev.quipu.model.redaction.RedactionRule.MAX_RULES + ", there are " + rules);
        }
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @OfTenant
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("redaction-rule.change")
    @Operation(
            operationId = "changeRedactionRule",
            summary = "Change a redaction rule",
            description = "All of it at once. With a version, only when nobody has changed it since.")
    @APIResponse(responseCode = "200", description = "The redaction rule as it is now.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<RedactionRuleAnswers.Rule> change(
            @Parameter(description = "Its number.", example = "3") @PathParam("id") String id,
            RedactionRuleAnswers.@Nullable Change change) {
        RedactionRuleAnswers.Change wanted = Required.field("body", change);
        return find(id).invoke(rule -> Required.sameVersion(wanted.version(), rule.version))
                .invoke(wanted::applyTo)
                .call(rule -> acts.done(id, told(rule)))
                .map(RedactionRuleAnswers.Rule::of);
    }

    @DELETE
    @Path("/{id}")
    @OfTenant
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("redaction-rule.remove")
    @Operation(
            operationId = "removeRedactionRule",
            summary = "Remove a redaction rule",
            description = "Collectors apply it until they know.")
    @APIResponse(responseCode = "204", description = "Removed.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> remove(@Parameter(description = "Its number.", example = "3") @PathParam("id") String id) {
        return find(id).call(rule -> rule.delete()).chain(rule -> acts.done(id, told(rule)));
    }

    private static String told(RedactionRule rule) {
        return rule.action + " '" + rule.name + "'" + (rule.enabled ? "" : ", not enabled");
    }

    private Uni<RedactionRule> find(String id) {
        return RedactionRule.findOne(tenant.name(), PathNumber.of(WHAT, id)).map(PathNumber.found(WHAT, id));
    }
}
