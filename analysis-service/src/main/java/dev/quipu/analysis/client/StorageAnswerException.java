package dev.quipu.analysis.client;

import org.jspecify.annotations.Nullable;

/** Storage answered what this service cannot read: the two do not fit together, or one of them is broken. */
public final class StorageAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StorageAnswerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
