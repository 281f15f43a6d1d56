package dev.quipu.analysis.api;

import dev.quipu.access.CallerMechanism;
import io.quarkus.security.Authenticated;
import io.vertx.ext.web.Router;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where people sign in. The way there and back is Quarkus'; here it ends. */
@Path(LoginResource.PATH)
@Tag(name = "access", description = "Who asks, and how people sign in.")
public class LoginResource {

    static final String PATH = "/v1/login";

    private static final int BEFORE_AUTHENTICATION = Integer.MIN_VALUE;
    private static final String START = "/";

    /** A page of ours: a path, and no other host's. */
    private static final Pattern PAGE = Pattern.compile("/(?![/\\\\])[^\\\\\\p{Cntrl}]*");

    private final boolean hasProvider;

    LoginResource(@ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean hasProvider) {
        this.hasProvider = hasProvider;
    }

    /**
     * How one may sign in.
     *
     * @param openId whether people can, at {@code /v1/login}
     */
    @Schema(name = "WaysToSignIn", description = "How one may sign in, beside API keys.")
    public record Ways(
            @Schema(description = "Whether there is an OpenID Connect provider, to which `/v1/login` leads.")
            boolean openId) {}

    /** Whoever comes here without being known is sent to the provider; everywhere else a program would not expect that. */
    void mount(@Observes Router router) {
        router.get(PATH).order(BEFORE_AUTHENTICATION).handler(routing -> {
            CallerMechanism.leaveChallengeToOthers(routing);
            routing.next();
        });
    }

    @GET
    @Authenticated
    @Operation(
            operationId = "signIn",
            summary = "Sign in at the OpenID Connect provider",
            description = "For browsers: leads to the provider, and from there to a page. Without a provider 401.")
    @APIResponse(responseCode = "303", description = "Signed in; the page is in Location.", content = @Content)
    @APIResponse(responseCode = "302", description = "To the provider.", content = @Content)
    @APIResponse(responseCode = "401", description = "There is no provider.", content = @Content)
    public Response signIn(
            @Parameter(description = "Path of the page to show afterwards.", example = "/traces")
                    @QueryParam("to")
                    @Nullable
                    String to) {
        return Response.seeOther(URI.create(to != null && PAGE.matcher(to).matches() ? to : START))
                .build();
    }

    @GET
    @Path("/ways")
    @PermitAll
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listWaysToSignIn",
            summary = "How one may sign in",
            description = "Asked by the page before anybody has signed in.")
    @APIResponse(responseCode = "200", description = "The ways.")
    @APIResponse(responseCode = "503", description = "Not now.", content = @Content)
    public Ways ways() {
        return new Ways(hasProvider);
    }
}
