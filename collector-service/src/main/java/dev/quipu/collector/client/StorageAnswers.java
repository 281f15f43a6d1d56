package dev.quipu.collector.client;

import dev.quipu.model.segment.RequestKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads storage's statuses and its {@code application/problem+json} (RFC 9457). */
final class StorageAnswers {

    private static final int MAX_DETAIL_LENGTH = 1000;

    private StorageAnswers() {}

    static StorageAnswer of(int status, @Nullable String retryAfter, Buffer body) {
        if (status >= 200 && status < 300) {
            return StorageAnswer.stored();
        }
        JsonObject problem = problem(body);
        String detail = status + " " + shortened(problem.getString("detail", problem.getString("title", "")));
        return switch (status) {
            case 409 -> duplicates(problem, detail);
            case 400, 413, 415, 422 -> StorageAnswer.unacceptable(detail);
            default -> StorageAnswer.unavailable(detail, seconds(retryAfter));
        };
    }

    static StorageAnswer unreached(Throwable failure) {
        return StorageAnswer.unavailable(shortened(String.valueOf(failure.getMessage())), Optional.empty());
    }

    private static StorageAnswer duplicates(JsonObject problem, String detail) {
        try {
            Set<RequestKey> keys = new HashSet<>();
            for (Object key : problem.getJsonArray("duplicateRequests", new JsonArray())) {
                keys.add(RequestKey.parse(String.valueOf(key)));
            }
            return keys.isEmpty()
                    ? StorageAnswer.unacceptable(detail + ": expected duplicateRequests, got none")
                    : StorageAnswer.duplicates(keys, detail);
        } catch (IllegalArgumentException | ClassCastException e) {
            return StorageAnswer.unacceptable(detail + ": duplicateRequests: " + e.getMessage());
        }
    }

    private static JsonObject problem(Buffer body) {
        try {
            return body.length() == 0 ? new JsonObject() : new JsonObject(body);
        } catch (DecodeException | ClassCastException e) {
            return new JsonObject().put("detail", body.getString(0, Math.min(body.length(), MAX_DETAIL_LENGTH)));
        }
    }

    private static Optional<Duration> seconds(@Nullable String retryAfter) {
        try {
            return retryAfter == null
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(retryAfter.strip()))));
        } catch (NumberFormatException e) {
            return Optional.empty(); // the HTTP date form; our own back-off will do
        }
    }

    private static String shortened(String text) {
        return text.length() <= MAX_DETAIL_LENGTH ? text : text.substring(0, MAX_DETAIL_LENGTH) + "…";
    }
}
