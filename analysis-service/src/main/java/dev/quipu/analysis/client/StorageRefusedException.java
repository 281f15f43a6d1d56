package dev.quipu.analysis.client;

/** Storage refused the question as wrong. The message is storage's, and is for the client. */
public final class StorageRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StorageRefusedException(String message) {
        super(message);
    }
}
