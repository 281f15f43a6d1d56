package dev.quipu.analysis.api;

import io.quarkus.oidc.OidcSession;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where people who signed in at a provider are forgotten. Not every provider can be told to forget them as well. */
@Path("/v1/logout")
@Tag(name = "access", description = "Who asks, and how people sign in.")
public class LogoutResource {

    private static final URI START = URI.create("/");

    private final OidcSession session;

    LogoutResource(OidcSession session) {
        this.session = session;
    }

    @GET
    @PermitAll
    @Operation(
            operationId = "signOut",
            summary = "Sign out",
            description = "For browsers: ends the session here, and leads to the first page.")
    @APIResponse(responseCode = "303", description = "Signed out; the page is in Location.", content = @Content)
    @APIResponse(responseCode = "503", description = "Not now.", content = @Content)
    public Uni<Response> signOut() {
        return session.logout().replaceWith(() -> Response.seeOther(START).build());
    }
}
