package dev.quipu.storage.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.quipu.access.Refusal;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.storage.alerts.WebhookUse;
import dev.quipu.storage.database.DatabaseErrors;
import dev.quipu.storage.database.VersionConflict;
import dev.quipu.storage.encryption.NoMasterKey;
import dev.quipu.storage.holds.Held;
import dev.quipu.storage.load.Overloaded;
import dev.quipu.storage.quota.QueryTooDear;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.DatabaseException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Set;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.DataException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Failures as answers. What the client did wrong is 4xx with what was expected; whatever is our own trouble is 503
 * with {@code Retry-After}, because the same request succeeds later; only a mistake of ours in answering a question
 * is 500. Each is logged here, once.
 */
final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final int SERVER_ERRORS = 500;
    private static final Set<String> STORE_PATHS = Set.of("/v1/segments", "/v1/quarantine");

    @ServerExceptionMapper
    Response badArgument(IllegalArgumentException failure, UriInfo uri) {
        return Problem.of(400, String.valueOf(failure.getMessage()), uri.getPath())
                .toResponse();
    }

    /** Posted bytes are the client's mistake; stored ones are damage on our side. */
    @ServerExceptionMapper
    Response badSegment(SegmentFormatException failure, UriInfo uri, Request request) {
        if (isStore(uri, request)) {
            return Problem.of(400, String.valueOf(failure.getMessage()), uri.getPath())
                    .toResponse();
        }
        LOG.errorf(failure, "%s met a damaged segment", uri.getPath());
        return Problem.of(500, "a stored segment is damaged: " + failure.getMessage(), uri.getPath())
                .toResponse();
    }

    private static boolean isStore(UriInfo uri, Request request) {
        return STORE_PATHS.contains(uri.getPath()) && request.getMethod().equals(HttpMethod.POST);
    }

    @ServerExceptionMapper
    Response badJson(JsonProcessingException failure, UriInfo uri) {
        return Problem.of(400, "body: " + failure.getOriginalMessage(), uri.getPath())
                .toResponse();
    }

    @ServerExceptionMapper
    Response problem(ProblemException failure, UriInfo uri) {
        return Problem.of(failure.status(), String.valueOf(failure.getMessage()), uri.getPath())
                .toResponse();
    }

    @ServerExceptionMapper
    Response changedMeanwhile(VersionConflict failure, UriInfo uri) {
        return Problem.of(409, String.valueOf(failure.getMessage()), uri.getPath())
                .toResponse();
    }

    @ServerExceptionMapper
    Response held(Held failure, UriInfo uri) {
        return Problem.of(409, String.valueOf(failure.getMessage()), uri.getPath())
                .toResponse();
    }

    @ServerExceptionMapper
    Response inUse(WebhookUse.InUse failure, UriInfo uri) {
        return Problem.of(409, String.valueOf(failure.getMessage()), uri.getPath())
                .toResponse();
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException failure, UriInfo uri) {
        int status = failure.getResponse().getStatus();
        String detail =
                status >= SERVER_ERRORS ? "the request could not be answered" : String.valueOf(failure.getMessage());
        return Problem.of(status, detail, uri.getPath()).toResponse();
    }

    @ServerExceptionMapper
    Response nobody(UnauthorizedException failure, UriInfo uri) {
        return Problem.of(401, "Authorization: expected 'Bearer' and an API key, got nothing", uri.getPath())
                .toResponseBuilder()
                .header(HttpHeaders.WWW_AUTHENTICATE, Refusal.CHALLENGE)
                .build();
    }

    @ServerExceptionMapper
    Response notAllowed(ForbiddenException failure, UriInfo uri, ResourceInfo door) {
        RolesAllowed wanted = door.getResourceMethod().getAnnotation(RolesAllowed.class);
        String role = wanted == null ? "one that opens this door" : String.join(" or ", wanted.value());
        return Problem.of(403, "role: expected " + role + ", got another", uri.getPath())
                .toResponse();
    }

    @ServerExceptionMapper
    Response overloaded(Overloaded failure, UriInfo uri) {
        LOG.debugf("%s: %s", uri.getPath(), failure.getMessage());
        return retryLater(String.valueOf(failure.getMessage()), uri);
    }

    @ServerExceptionMapper
    Response tooDear(QueryTooDear failure, UriInfo uri) {
        return Problem.of(429, String.valueOf(failure.getMessage()), uri.getPath())
                .toResponseBuilder()
                .header(HttpHeaders.RETRY_AFTER, failure.waitSeconds())
                .build();
    }

    @ServerExceptionMapper
    Response sealed(NoMasterKey failure, UriInfo uri) {
        LOG.warnf("%s: %s", uri.getPath(), failure.getMessage());
        return retryLater("what was asked for is sealed, and this replica has not the master key for it", uri);
    }

    @ServerExceptionMapper
    Response slow(TimeoutException failure, UriInfo uri) {
        LOG.warnf("%s was not answered in time", uri.getPath());
        return retryLater("not done in time", uri);
    }

    @ServerExceptionMapper
    Response database(DatabaseException failure, UriInfo uri) {
        if (DatabaseErrors.isUnstorable(failure)) {
            LOG.errorf(failure, "%s holds what PostgreSQL cannot store", uri.getPath());
            return Problem.of(400, "it holds a value that cannot be stored", uri.getPath())
                    .toResponse();
        }
        return databaseTrouble(failure, uri);
    }

    @ServerExceptionMapper
    Response connection(IOException failure, UriInfo uri) {
        return databaseTrouble(failure, uri);
    }

    @ServerExceptionMapper
    Response connection(VertxException failure, UriInfo uri) {
        return databaseTrouble(failure, uri);
    }

    @ServerExceptionMapper
    Response entity(PersistenceException failure, UriInfo uri) {
        if (failure instanceof DataException) {
            LOG.errorf(failure, "%s holds what PostgreSQL cannot store", uri.getPath());
            return Problem.of(400, "it holds a value that cannot be stored", uri.getPath())
                    .toResponse();
        }
        return failure instanceof ConstraintViolationException || failure instanceof OptimisticLockException
                ? Problem.of(409, "there is such a one already, or it was changed meanwhile", uri.getPath())
                        .toResponse()
                : databaseTrouble(failure, uri);
    }

    @ServerExceptionMapper
    Response mistake(Throwable failure, UriInfo uri, Request request) {
        if (DatabaseErrors.isOwnTrouble(failure)) {
            return databaseTrouble(failure, uri);
        }
        LOG.errorf(failure, "%s failed", uri.getPath());
        if (isStore(uri, request)) {
            return retryLater("the segment could not be stored", uri);
        }
        return Problem.of(500, "the request could not be answered", uri.getPath())
                .toResponse();
    }

    private static Response databaseTrouble(Throwable failure, UriInfo uri) {
        LOG.warnf("%s: the database could not be used: %s", uri.getPath(), failure);
        LOG.debug("The database could not be used", failure);
        return retryLater("the database cannot be used at the moment", uri);
    }

    static Response retryLater(String detail, UriInfo uri) {
        return Problem.of(503, detail, uri.getPath())
                .toResponseBuilder()
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }
}
