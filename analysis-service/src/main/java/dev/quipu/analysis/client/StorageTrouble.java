package dev.quipu.analysis.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names what went wrong with storage, so that a client learns whether to try again. */
final class StorageTrouble {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,8}");
    private static final int MAX_RETRY_AFTER_SECONDS = 3600;

    private StorageTrouble() {}

    /** For an answer that is neither 200, 204 nor 404. */
    static RuntimeException of(int status, @Nullable String retryAfter, byte[] body) {
        return switch (status) {
            case 400, 413, 414, 422, 431 -> new StorageRefusedException(detail(status, body));
            case 409, 410 -> new StorageConflictException(detail(status, body));
            case 429, 502, 503, 504 ->
                new StorageUnavailableException(
                        "storage answered " + status + ": " + detail(status, body), retryAfter(retryAfter), null);
            default ->
                new StorageAnswerException(
                        "storage: expected status 200, got " + status + ": " + detail(status, body), null);
        };
    }

    /** For a failure on the way to an answer. */
    static Throwable of(Throwable failure, Duration timeout) {
        if (failure instanceof TimeoutException || failure instanceof java.util.concurrent.TimeoutException) {
            return new StorageUnavailableException(
                    "storage did not answer within " + timeout.toMillis() + " ms", failure);
        }
        if (failure instanceof IOException
                || failure instanceof HttpClosedException
                || failure instanceof StreamResetException) {
            return new StorageUnavailableException("storage cannot be reached", failure);
        }
        return failure instanceof ConnectionPoolTooBusyException
                ? new BusyException("storage is asked too much at once")
                : failure;
    }

    /** Takes seconds; an HTTP date is legal, and no better than our own guess. */
    private static Duration retryAfter(@Nullable String header) {
        if (header == null || !SECONDS.matcher(header).matches()) {
            return StorageUnavailableException.RETRY_AFTER;
        }
        return Duration.ofSeconds(Math.min(Long.parseLong(header), MAX_RETRY_AFTER_SECONDS));
    }

    /** What the problem+json of the answer says, if it is one. */
    private static String detail(int status, byte[] body) {
        String nothing = "status " + status + " without a reason";
        try {
            JsonNode problem = MAPPER.readTree(body);
            return problem.path("detail").asText(problem.path("title").asText(nothing));
        } catch (IOException e) {
            return nothing;
        }
    }
}
