package dev.quipu.storage.database;

/** The database cannot be used as it is, or not by this version. The message says all: what was expected and what came. */
public final class RefusedDatabase extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedDatabase(String message) {
        super(message);
    }

    public RefusedDatabase(String message, Throwable cause) {
        super(message, cause);
    }
}
