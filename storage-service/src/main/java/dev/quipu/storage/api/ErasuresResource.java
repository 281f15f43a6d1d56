package dev.quipu.storage.api;

import dev.quipu.access.CurrentCaller;
import dev.quipu.access.Role;
import dev.quipu.model.erasure.ErasureTarget;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.Transactions;
import dev.quipu.storage.erasure.ErasureLog;
import dev.quipu.storage.erasure.ErasureTable;
import dev.quipu.storage.erasure.TargetJson;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/erasures")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "erasure", description = "Records that somebody asked to be erased.")
public class ErasuresResource {

    private static final String EXAMPLE = "5c1a7c6e-0d5a-4f0e-9f0c-1f2e3d4c5b6a";
    private static final String WHAT = "erasure";
    private static final int PAGE_OF_ALL = 1000;

    private final ErasureTable erasures;
    private final ErasureLog log;
    private final EntityTags tags;
    private final Acts acts;
    private final CurrentCaller caller;
    private final Transactions transactions;
    private final StorageConfig config;

    ErasuresResource(
            ErasureTable erasures,
            ErasureLog log,
            EntityTags tags,
            Acts acts,
            CurrentCaller caller,
            Transactions transactions,
            StorageConfig config) {
        this.erasures = erasures;
        this.log = log;
        this.tags = tags;
        this.acts = acts;
        this.caller = caller;
        this.transactions = transactions;
        this.config = config;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.ADMINISTERS)
    @Audited("erasure.request")
    @Operation(
            operationId = "requestErasure",
            summary = "Erase records",
            description =
                    "For ever, from everything that is kept, and from what was collected before and comes later,"
                            + " from spools or quarantine. What is collected after the request is new. It begins within seconds;"
                            + " while a legal hold may name some of it, it is refused. The audit says the SHA-256 of what is to be erased.")
    @APIResponse(
            responseCode = "202",
            description = "The erasure.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ErasureAnswers.Listed.class)))
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "409", ref = StorageApi.CONFLICT)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> request(ErasureAnswers.@Nullable Wanted wanted) {
        ErasureAnswers.Wanted asked = Required.field("body", wanted);
        ErasureTarget target = asked.target();
        String reason = asked.checkedReason();
        return transactions
                .write(
                        caller.get().tenant(),
                        connection -> erasures.add(connection, caller.get(), target, reason)
                                .call(added -> acts.alongside(
                                                added.id(), "target " + TargetJson.sha256(target) + ": " + reason)
                                        .apply(connection)))
                .call(added -> log.write(List.of(added)))
                .map(added -> Response.status(Response.Status.ACCEPTED)
                        .location(URI.create("/v1/erasures/" + added.id()))
                        .entity(ErasureAnswers.Listed.of(added))
                        .build());
    }

    @GET
    @RolesAllowed(Role.ADMINISTERS)
    @Operation(operationId = "listErasures", summary = "List erasures", description = "Page by page, the newest first.")
    @APIResponse(responseCode = "200", description = "The page.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<ErasureAnswers.Page> list(@BeanParam ListParameters asked) {
        int size = asked.size(config);
        return erasures.page(caller.get().tenant(), asked.after(Long.MAX_VALUE), size + 1)
                .map(found -> new ErasureAnswers.Page(
                        found.stream()
                                .limit(size)
                                .map(ErasureAnswers.Listed::of)
                                .toList(),
                        ListParameters.nextCursor(found, size, one -> one.number())));
    }

    @GET
    @Path("/all")
    @RolesAllowed(Role.SERVES)
    @Operation(
            operationId = "listErasuresOfAllTenants",
            summary = "List what every tenant had erased",
            description = "For collectors, whose spools may hold some of it. They look again and again: with what ETag"
                    + " said as If-None-Match, 304 while nothing has changed.")
    @APIResponse(
            responseCode = "200",
            description = "The next thousand at most, by number.",
            headers =
                    @Header(
                            name = "ETag",
                            description = "Of these erasures.",
                            schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ErasureAnswers.All.class)))
    @APIResponse(responseCode = "304", description = "They are what If-None-Match says.")
    @APIResponse(responseCode = "400", ref = StorageApi.BAD_REQUEST)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<Response> all(
            @Parameter(description = "Those with a higher number.", example = "7")
                    @QueryParam("after")
                    @DefaultValue("0")
                    String after,
            @Context Request request) {
        return erasures.after(number(after), PAGE_OF_ALL)
                .map(found -> tags.answer(request, ErasureAnswers.All.of(found)));
    }

    private static long number(String after) {
        try {
            return Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("after: expected a whole number, got '" + after + "'", e);
        }
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Role.ADMINISTERS)
    @Operation(operationId = "getErasure", summary = "Get one erasure", description = "And how far it is.")
    @APIResponse(responseCode = "200", description = "The erasure.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<ErasureAnswers.Listed> get(
            @Parameter(description = "Its id.", example = EXAMPLE) @PathParam("id") String id) {
        return erasures.find(caller.get().tenant(), uuid(id))
                .map(PathNumber.found(WHAT, id))
                .map(ErasureAnswers.Listed::of);
    }

    @GET
    @Path("/{id}/certificate")
    @RolesAllowed(Role.ADMINISTERS)
    @Operation(
            operationId = "getErasureCertificate",
            summary = "Get the certificate of an erasure",
            description =
                    "When it is done. It says what was done until then, and names what was erased by its SHA-256.")
    @APIResponse(responseCode = "200", description = "The certificate.")
    @APIResponse(responseCode = "404", ref = StorageApi.NOT_FOUND)
    @APIResponse(responseCode = "503", ref = StorageApi.OWN_TROUBLE)
    public Uni<ErasureAnswers.Signed> certificate(
            @Parameter(description = "Its id.", example = EXAMPLE) @PathParam("id") String id) {
        return erasures.certificate(caller.get().tenant(), uuid(id))
                .map(found ->
                        found.orElseThrow(() -> ProblemException.notFound("erasure " + id + ": none that is done")))
                .map(found -> new ErasureAnswers.Signed(found.statement(), found.signature(), found.publicKey()));
    }

    private static UUID uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id))
                    .filter(uuid -> uuid.toString().equals(id))
                    .orElseThrow(() -> PathNumber.none(WHAT, id));
        } catch (IllegalArgumentException e) {
            throw PathNumber.none(WHAT, id);
        }
    }
}
