package dev.quipu.analysis.api;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.client.AnswerTooLargeException;
import dev.quipu.analysis.client.BusyException;
import dev.quipu.analysis.client.CollectorRefusedException;
import dev.quipu.analysis.client.CollectorTroubleException;
import dev.quipu.analysis.client.StorageAnswerException;
import dev.quipu.analysis.client.StorageRefusedException;
import dev.quipu.analysis.client.StorageUnavailableException;
import dev.quipu.analysis.incident.IncidentNotFoundException;
import dev.quipu.analysis.read.TraceNotFoundException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.Optional;

/**
 * How a failure is answered.
 *
 * @param retryAfter present when the same request may be sent again
 * @param ours whether somebody has to look into it here, rather than the client
 */
record Failure(int status, String detail, Optional<Duration> retryAfter, boolean ours) {

    private static final Duration BUSY_RETRY_AFTER = Duration.ofSeconds(1);

    /** Of whoever has another role than the door takes. */
    static Failure forbidden(String expected, String got) {
        return new Failure(403, "role: expected " + expected + ", got " + got, Optional.empty(), false);
    }

    static Failure of(Throwable cause) {
        String detail = String.valueOf(cause.getMessage());
        if (cause instanceof BadParameterException
                || cause instanceof StorageRefusedException
                || cause instanceof CollectorRefusedException) {
            return new Failure(400, detail, Optional.empty(), false);
        }
        if (cause instanceof UnauthorizedException) {
            return new Failure(
                    401, "Authorization: expected 'Bearer' and an API key, got nothing", Optional.empty(), false);
        }
        if (cause instanceof TraceNotFoundException || cause instanceof IncidentNotFoundException) {
            return new Failure(404, detail, Optional.empty(), false);
        }
        if (cause instanceof WebApplicationException refused) {
            int status = refused.getResponse().getStatus();
            return new Failure(status, detail, Optional.empty(), status >= 500);
        }
        if (cause instanceof AnswerTooLargeException tooLarge) {
            String problem = "the answer is larger than the " + tooLarge.maxBytes() + " bytes that it may be";
            return new Failure(413, problem, Optional.empty(), false);
        }
        if (cause instanceof StorageUnavailableException unavailable) {
            return new Failure(503, detail, Optional.of(unavailable.retryAfter()), true);
        }
        if (cause instanceof BusyException || cause instanceof CollectorTroubleException) {
            return new Failure(503, detail, Optional.of(BUSY_RETRY_AFTER), true);
        }
        if (cause instanceof StorageAnswerException) {
            return new Failure(502, detail, Optional.empty(), true);
        }
        return new Failure(
                500, "something went wrong here; the log of analysis-service says what", Optional.empty(), true);
    }
}
