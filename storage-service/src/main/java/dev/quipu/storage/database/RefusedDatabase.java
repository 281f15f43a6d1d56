package dev.quipu.storage.database;

/** The database cannot be used by this version. The message says all: what was expected and what came. */
public final class RefusedDatabase extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedDatabase(String message, Throwable cause) {
        super(message, cause);
    }
}
