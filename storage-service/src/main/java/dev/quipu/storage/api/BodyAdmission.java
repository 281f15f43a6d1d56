package dev.quipu.storage.api;

import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.load.ByteBudget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Looks at a body's length before a byte of it is read: what is too large is refused, and segments and the commits of
 * consumers wait outside until there is memory for them.
 */
@ApplicationScoped
public class BodyAdmission {

    private static final long MAX_OTHER_BODY_BYTES = 1 << 20;
    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final String SEGMENTS_PATH = "/v1/segments";

    /** Beside the segment, a parcel says of each record which request it came from. */
    private static final String QUARANTINE_PATH = "/v1/quarantine";

    /** A consumer's commit brings what a step of it added up. */
    private static final String COMMIT_PATH = "/v1/feed/consumers/";

    /** An incident's document has a limit of its own; this is for what is around it too. */
    private static final String INCIDENTS_PATH = "/v1/incidents/";

    private static final long MAX_INCIDENT_BODY_BYTES = 2 * IncidentAnswers.MAX_DOCUMENT_BYTES;

    private final long maxSegmentBytes;
    private final ByteBudget inFlight;

    BodyAdmission(StorageConfig config, MeterRegistry metrics) {
        this.maxSegmentBytes = config.storage().segments().maxBodySize().asLongValue();
        this.inFlight =
                new ByteBudget(config.storage().segments().maxInFlightSize().asLongValue());
        Gauge.builder("quipu.storage.store.in.flight", inFlight, ByteBudget::used)
                .description("Bytes of posted segments held at the moment")
                .baseUnit("bytes")
                .register(metrics);
    }

    @ServerRequestFilter(preMatching = true)
    Optional<Response> admit(ContainerRequestContext request, RoutingContext exchange) {
        if (!METHODS_WITH_BODY.contains(request.getMethod())) {
            return Optional.empty();
        }
        String path = request.getUriInfo().getPath();
        boolean isParcel = path.equals(QUARANTINE_PATH);
        boolean isData = path.equals(SEGMENTS_PATH) || isParcel || isCommit(request, path);
        long limit = isParcel ? 2 * maxSegmentBytes : isData ? maxSegmentBytes : maxOtherBytes(path);
        long length = contentLength(request);
        if (length < 0) {
            return Optional.of(
                    Problem.of(411, "body: expected a Content-Length", path).toResponse());
        }
        if (length > limit) {
            return Optional.of(Problem.of(413, "body: expected at most " + limit + " bytes, got " + length, path)
                    .toResponse());
        }
        if (isData && !inFlight.reserve(length)) {
            return Optional.of(ProblemMappers.retryLater(
                    "body: no room for " + length + " bytes at the moment", request.getUriInfo()));
        }
        if (isData) {
            exchange.addEndHandler(ended -> inFlight.release(length));
        }
        return Optional.empty();
    }

    private static long maxOtherBytes(String path) {
        return path.startsWith(INCIDENTS_PATH) ? MAX_INCIDENT_BODY_BYTES : MAX_OTHER_BODY_BYTES;
    }

    private static boolean isCommit(ContainerRequestContext request, String path) {
        return request.getMethod().equals("PUT") && path.startsWith(COMMIT_PATH);
    }

    private static long contentLength(ContainerRequestContext request) {
        String header = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        try {
            return header == null ? -1 : Long.parseLong(header);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
