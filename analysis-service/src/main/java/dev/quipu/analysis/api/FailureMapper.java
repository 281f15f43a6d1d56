package dev.quipu.analysis.api;

import dev.quipu.access.CallerIdentity;
import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.client.AnswerTooLargeException;
import dev.quipu.analysis.client.BusyException;
import dev.quipu.analysis.client.CollectorRefusedException;
import dev.quipu.analysis.client.CollectorTroubleException;
import dev.quipu.analysis.client.StorageAnswerException;
import dev.quipu.analysis.client.StorageRefusedException;
import dev.quipu.analysis.client.StorageUnavailableException;
import dev.quipu.analysis.incident.IncidentNotFoundException;
import dev.quipu.analysis.jaeger.JaegerAnswer;
import dev.quipu.analysis.jaeger.JaegerError;
import dev.quipu.analysis.read.TraceNotFoundException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns failures into answers: as plain text under {@code /api/v2}, as Zipkin's server, in Jaeger's envelope under
 * {@code /api}, as problem+json elsewhere.
 */
class FailureMapper {

    private static final Logger LOG = Logger.getLogger(FailureMapper.class);

    private final SecurityIdentity identity;

    FailureMapper(SecurityIdentity identity) {
        this.identity = identity;
    }

    @ServerExceptionMapper({
        AnswerTooLargeException.class,
        BadParameterException.class,
        BusyException.class,
        CollectorRefusedException.class,
        CollectorTroubleException.class,
        IncidentNotFoundException.class,
        RuntimeException.class,
        StorageAnswerException.class,
        StorageRefusedException.class,
        StorageUnavailableException.class,
        TraceNotFoundException.class,
        WebApplicationException.class
    })
    Response answer(Throwable cause, UriInfo request) {
        Failure failure = Failure.of(cause);
        if (failure.ours()) {
            LOG.logf(level(failure), cause, "%s answered %d", request.getPath(), failure.status());
        }
        return answer(failure, request);
    }

    /** Programs are asked for a key; where people sign in they are led on. */
    @ServerExceptionMapper
    Uni<Response> askWhoComes(UnauthorizedException cause, UriInfo request, RoutingContext routing) {
        HttpAuthenticator authenticator = routing.get(HttpAuthenticator.class.getName());
        return authenticator
                .getChallenge(routing)
                .map(challenge -> challenge == null
                        ? answer(Failure.of(cause), request)
                        : answer(challenge, Failure.of(cause), request));
    }

    private static Response answer(ChallengeData challenge, Failure failure, UriInfo request) {
        Response.ResponseBuilder answer = challenge.status == failure.status()
                ? Response.fromResponse(answer(failure, request))
                : Response.status(challenge.status);
        challenge.getHeaders().forEach((name, value) -> answer.header(name.toString(), value));
        return answer.build();
    }

    @ServerExceptionMapper
    Response sayWhichRole(ForbiddenException cause, UriInfo request, ResourceInfo door) {
        String role = CallerIdentity.callerOf(identity)
                .map(caller -> caller.role().label())
                .orElse("none");
        return answer(Failure.forbidden(roleOf(door), role), request);
    }

    /** The one that stands at the door: at its method, or at its class for all of them. */
    private static String roleOf(ResourceInfo door) {
        return Stream.of(door.getResourceMethod(), door.getResourceClass())
                .map(place -> place.getAnnotation(RolesAllowed.class))
                .filter(Objects::nonNull)
                .findFirst()
                .map(roles -> String.join(" or ", roles.value()))
                .orElse("one that opens this door");
    }

    private static Response answer(Failure failure, UriInfo request) {
        Response.ResponseBuilder answer = Response.status(failure.status());
        if (request.getPath().startsWith(ErrorAnswers.ZIPKIN)) {
            answer.type(MediaType.TEXT_PLAIN).entity(failure.detail());
        } else if (request.getPath().startsWith(ErrorAnswers.JAEGER)) {
            answer.type(MediaType.APPLICATION_JSON)
                    .entity(JaegerAnswer.failure(JaegerError.of(failure.status(), failure.detail())));
        } else {
            answer.type(Problem.MEDIA_TYPE).entity(problem(failure, request));
        }
        failure.retryAfter().ifPresent(after -> answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, after.toSeconds())));
        return answer.build();
    }

    /** What passes by itself is no error of ours. */
    private static Logger.Level level(Failure failure) {
        return failure.retryAfter().isPresent() ? Logger.Level.WARN : Logger.Level.ERROR;
    }

    private static Problem problem(Failure failure, UriInfo request) {
        String title = String.valueOf(Response.Status.fromStatusCode(failure.status()));
        return new Problem("about:blank", title, failure.status(), failure.detail(), request.getPath());
    }
}
