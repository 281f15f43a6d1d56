package dev.quipu.storage.database;

/** Somebody else changed it since the writer read it; nothing was written. */
public final class VersionConflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message which version was expected, which came, and of what */
    public VersionConflict(String message) {
        super(message, null, false, false);
    }
}
