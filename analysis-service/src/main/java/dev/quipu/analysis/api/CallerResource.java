package dev.quipu.analysis.api;

import dev.quipu.access.AccessConfig;
import dev.quipu.access.Caller;
import dev.quipu.access.CurrentCaller;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Authenticated
@Path("/v1/caller")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access", description = "Who asks.")
public class CallerResource {

    private final CurrentCaller caller;
    private final AccessConfig config;

    CallerResource(CurrentCaller caller, AccessConfig config) {
        this.caller = caller;
        this.config = config;
    }

    @GET
    @Operation(
            operationId = "readCaller",
            summary = "Say who asks",
            description = "What a key opens; without one, whether one is needed.")
    @APIResponse(responseCode = "200", description = "Who asks.")
    public CallerAnswer caller() {
        Caller known = caller.get();
        return new CallerAnswer(
                config.authentication().name().toLowerCase(Locale.ROOT),
                known.tenant(),
                known.role().label(),
                known.name());
    }

    /** Who asks. */
    @Schema(description = "Who asks.")
    public record CallerAnswer(
            @Schema(description = "How callers are told apart: none or keys.", examples = "keys")
            String authentication,

            @Schema(description = "Whose records it may ask about.", examples = "default")
            String tenant,

            @Schema(description = "What it may do: writer, reader, analyst, admin or service.", examples = "admin")
            String role,

            @Schema(description = "Of the key, as the audit has it.", examples = "ops")
            String name) {}
}
