package dev.quipu.analysis.client;

/** A collector could not be asked, or answered what cannot be relied on. The message is for the client. */
public final class CollectorTroubleException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean isPassing;

    public CollectorTroubleException(String message, boolean isPassing) {
        super(message);
        this.isPassing = isPassing;
    }

    /** Whether it is worth asking again in a moment. */
    public boolean isPassing() {
        return isPassing;
    }
}
