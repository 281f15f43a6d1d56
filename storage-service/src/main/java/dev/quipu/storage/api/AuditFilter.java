package dev.quipu.storage.api;

import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.audit.Act;
import dev.quipu.storage.audit.AuditTrail;
import dev.quipu.storage.audit.ReadTrail;
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

    private final AuditTrail trail;
    private final ReadTrail reads;
    private final Asker asker;
    private final boolean areReadsWritten;

    AuditFilter(AuditTrail trail, ReadTrail reads, Asker asker, StorageConfig config) {
        this.trail = trail;
        this.reads = reads;
        this.asker = asker;
        this.areReadsWritten = config.storage().audit().reads();
    }

    @ServerResponseFilter
    Uni<Void> write(ResourceInfo door, ContainerRequestContext request, ContainerResponseContext response) {
        if (door == null || door.getResourceMethod() == null) {
            return Uni.createFrom().voidItem();
        }
        Audited audited = door.getResourceMethod().getAnnotation(Audited.class);
        if (audited != null && REFUSALS.contains(response.getStatus())) {
            return writeRefusal(audited, request, response);
        }
        boolean isRead = areReadsWritten
                && request.getMethod().equals(HttpMethod.GET)
                && response.getStatus() == Response.Status.OK.getStatusCode();
        return isRead ? writeRead(door, request, response) : Uni.createFrom().voidItem();
    }

    /** The answer does not depend on it. */
    private Uni<Void> writeRefusal(
            Audited audited, ContainerRequestContext request, ContainerResponseContext response) {
        String why = response.getEntity() instanceof Problem problem ? ": " + problem.detail() : "";
        return trail.write(Act.refused(
                        asker.caller(), audited.value(), request.getUriInfo().getPath(), response.getStatus() + why))
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "%s was refused, the audit does not say so", audited.value()))
                .onFailure()
                .recoverWithNull();
    }

    /** What cannot be written is not told. */
    private Uni<Void> writeRead(ResourceInfo door, ContainerRequestContext request, ContainerResponseContext response) {
        String query = Optional.ofNullable(request.getUriInfo().getRequestUri().getQuery())
                .orElse("");
        Act act = Act.done(
                asker.caller(), "GET " + template(door), request.getUriInfo().getPath(), query);
        return reads.write(act).onFailure().recoverWithUni(failure -> {
            LOG.warnf(
                    "%s: the audit could not be written: %s",
                    request.getUriInfo().getPath(), failure);
            Response refusal =
                    ProblemMappers.retryLater("the audit cannot be written at the moment", request.getUriInfo());
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
