package dev.quipu.storage.api;

import dev.quipu.access.Caller;
import dev.quipu.access.CurrentCaller;
import dev.quipu.access.Role;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.audit.Act;
import dev.quipu.storage.audit.ReadTrail;
import dev.quipu.storage.audit.RefusalTrail;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Writes to the audit what an answer tells: that somebody was refused, or, if that is wanted, what somebody read. */
final class AuditFilter {

    private static final Logger LOG = Logger.getLogger(AuditFilter.class);
    private static final Set<Integer> REFUSALS = Set.of(
            Response.Status.BAD_REQUEST.getStatusCode(),
            Response.Status.UNAUTHORIZED.getStatusCode(),
            Response.Status.FORBIDDEN.getStatusCode(),
            Response.Status.CONFLICT.getStatusCode());

    private final RefusalTrail refusals;
    private final ReadTrail reads;
    private final CurrentCaller caller;
    private final SecurityIdentity identity;
    private final boolean areReadsWritten;

    AuditFilter(
            RefusalTrail refusals,
            ReadTrail reads,
            CurrentCaller caller,
            SecurityIdentity identity,
            StorageConfig config) {
        this.refusals = refusals;
        this.reads = reads;
        this.caller = caller;
        this.identity = identity;
        this.areReadsWritten = config.storage().audit().reads();
    }

    @ServerResponseFilter
    Uni<Void> write(ResourceInfo door, ContainerRequestContext request, ContainerResponseContext response) {
        if (door.getResourceMethod() == null) {
            return Uni.createFrom().voidItem();
        }
        Audited audited = door.getResourceMethod().getAnnotation(Audited.class);
        if (audited != null && REFUSALS.contains(response.getStatus())) {
            return writeRefusal(audited, request, response);
        }
        boolean isRead = areReadsWritten
                && request.getMethod().equals(HttpMethod.GET)
                && response.getStatus() == Response.Status.OK.getStatusCode()
                && !isService(caller.get());
        return isRead ? writeRead(door, request, response) : Uni.createFrom().voidItem();
    }

    /** That asks for itself, and not for a person. */
    private static boolean isService(Caller caller) {
        return caller.role() == Role.SERVICE && caller.name().equals(Role.SERVES);
    }

    /** The answer does not depend on it. */
    private Uni<Void> writeRefusal(
            Audited audited, ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath();
        String detail =
                response.getStatus() + (response.getEntity() instanceof Problem problem ? ": " + problem.detail() : "");
        Act act = identity.isAnonymous()
                ? Act.refusedToNobody(audited.value(), path, detail)
                : Act.refused(caller.get(), audited.value(), path, detail);
        return refusals.write(act)
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "%s was refused, the audit does not say so", audited.value()))
                .onFailure()
                .recoverWithNull();
    }

    /** What cannot be written is not told. */
    private Uni<Void> writeRead(ResourceInfo door, ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath();
        String query = Optional.ofNullable(request.getUriInfo().getRequestUri().getQuery())
                .orElse("");
        return reads.write(Act.done(caller.get(), "GET " + template(door), path, query))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("%s: the audit could not be written: %s", path, failure);
                    Response refusal = ProblemMappers.retryLater(
                            "the audit cannot be written at the moment", request.getUriInfo());
                    response.setStatus(refusal.getStatus());
                    response.getHeaders().putAll(refusal.getHeaders());
                    response.setEntity(refusal.getEntity());
                    return Uni.createFrom().voidItem();
                });
    }

    private static String template(ResourceInfo door) {
        Path ofMethod = door.getResourceMethod().getAnnotation(Path.class);
        String start = door.getResourceClass().getAnnotation(Path.class).value();
        return ofMethod == null ? start : start + ofMethod.value();
    }
}
