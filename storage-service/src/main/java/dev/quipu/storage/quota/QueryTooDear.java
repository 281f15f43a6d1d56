package dev.quipu.storage.quota;

/** A tenant's queries have read as much as its quota allows. */
public final class QueryTooDear extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long waitSeconds;

    QueryTooDear(long bytesPerSecond, long waitSeconds) {
        super(
                "quota: expected queries to read at most " + bytesPerSecond
                        + " bytes a second, those of a minute are used up",
                null,
                false,
                false);
        this.waitSeconds = waitSeconds;
    }

    /** Whole seconds until something is left. */
    public long waitSeconds() {
        return waitSeconds;
    }
}
