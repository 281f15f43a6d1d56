package dev.quipu.analysis.client;

/** Storage is no longer where a request thought it to be; who asked reads again and begins anew. */
public final class StorageConflictException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StorageConflictException(String detail) {
        super("storage: " + detail);
    }
}
