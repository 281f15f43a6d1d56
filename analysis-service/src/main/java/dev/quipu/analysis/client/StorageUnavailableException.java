package dev.quipu.analysis.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Storage cannot answer now; the same question may be asked again after a while. The message is for the client. */
public final class StorageUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** When to ask again, where storage did not say. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Duration retryAfter;

    StorageUnavailableException(String message, Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    StorageUnavailableException(String message, @Nullable Throwable cause) {
        this(message, RETRY_AFTER, cause);
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
