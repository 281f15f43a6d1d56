package dev.quipu.storage.api;

import dev.quipu.access.Role;
import dev.quipu.model.Signal;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.retention.RetentionRule;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/retention-rules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "retention", description = "How long records are kept.")
public class RetentionResource {

    private final Tenant tenant;
    private final Acts acts;
    private final StorageConfig config;

    RetentionResource(Tenant tenant, Acts acts, StorageConfig config) {
        this.tenant = tenant;
        this.acts = acts;
        this.config = config;
    }

    @GET
    @OfTenant
    @RolesAllowed(Role.ADMINISTERS)
    @Operation(
            operationId = "listRetentionRules",
            summary = "List the retention rules",
            description = "The most specific one that names a record decides: one with a condition before one for a"
                    + " component, that before one for a signal, that before one for all, that before the default; of"
                    + " equals the one that keeps longer.")
    @APIResponse(responseCode = "200", description = "The rules.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<RetentionAnswers.Rules> list() {
        return RetentionRule.ofTenant(tenant.name())
                .map(rules -> new RetentionAnswers.Rules(
                        rules.stream().map(RetentionAnswers.Rule::of).toList(),
                        config.storage().retention().days()));
    }

    @GET
    @Path("/{id}")
    @OfTenant
    @RolesAllowed(Role.ADMINISTERS)
    @Operation(operationId = "getRetentionRule", summary = "Get one retention rule", description = "By its number.")
    @APIResponse(responseCode = "200", description = "The rule.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<RetentionAnswers.Rule> get(
            @Parameter(description = "Its number.", example = "3") @PathParam("id") String id) {
        return find(id).map(RetentionAnswers.Rule::of);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @OfTenant
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("retention-rule.add")
    @Operation(
            operationId = "addRetentionRule",
            summary = "Add a retention rule",
            description =
                    "One of a kind: for the same signal, component and condition. What it lets go is gone within the"
                            + " configured interval, and counted as expired.")
    @APIResponse(
            responseCode = "201",
            description = "The rule.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RetentionAnswers.Rule.class)))
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> add(RetentionAnswers.@Nullable Change change) {
        RetentionRule rule = new RetentionRule();
        rule.tenant = tenant.name();
        rule.createdAt = Instant.now();
        Required.field("body", change).applyTo(rule);
        return rule.<RetentionRule>persistAndFlush()
                .call(added -> acts.done(Required.field("id", added.id), told(added)))
                .map(added -> Response.created(URI.create("/v1/retention-rules/" + added.id))
                        .entity(RetentionAnswers.Rule.of(added))
                        .build());
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @OfTenant
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("retention-rule.change")
    @Operation(
            operationId = "changeRetentionRule",
            summary = "Change a retention rule",
            description = "All of it at once.")
    @APIResponse(responseCode = "200", description = "The rule as it is now.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<RetentionAnswers.Rule> change(
            @Parameter(description = "Its number.", example = "3") @PathParam("id") String id,
            RetentionAnswers.@Nullable Change change) {
        RetentionAnswers.Change wanted = Required.field("body", change);
        return find(id).invoke(wanted::applyTo)
                .call(rule -> acts.done(id, told(rule)))
                .map(RetentionAnswers.Rule::of);
    }

    @DELETE
    @Path("/{id}")
    @OfTenant
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("retention-rule.remove")
    @Operation(
            operationId = "removeRetentionRule",
            summary = "Remove a retention rule",
            description = "The next more general one applies.")
    @APIResponse(responseCode = "204", description = "Removed.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Void> remove(@Parameter(description = "Its number.", example = "3") @PathParam("id") String id) {
        return find(id).call(rule -> rule.delete()).chain(rule -> acts.done(id, told(rule)));
    }

    private static String told(RetentionRule rule) {
        List<String> told = new ArrayList<>();
        told.add(rule.appliesTo().map(Signal::label).orElse("all signals"));
        Optional.ofNullable(rule.service).ifPresent(service -> told.add("of " + service));
        Optional.ofNullable(rule.namespace).ifPresent(namespace -> told.add("in " + namespace));
        Optional.ofNullable(rule.condition).ifPresent(condition -> told.add("where " + condition));
        Optional.ofNullable(rule.days).ifPresent(days -> told.add(days + " days"));
        Optional.ofNullable(rule.bytes).ifPresent(bytes -> told.add("at most " + bytes + " bytes"));
        return String.join(", ", told);
    }

    private Uni<RetentionRule> find(String id) {
        try {
            return RetentionRule.findOne(tenant.name(), Long.parseLong(id))
                    .map(found ->
                            found.orElseThrow(() -> ProblemException.notFound("retention rule " + id + ": none")));
        } catch (NumberFormatException e) {
            throw ProblemException.notFound("retention rule " + id + ": none");
        }
    }
}
