package dev.quipu.storage.load;

/** Turned away for want of room; the same request succeeds later. */
public final class Overloaded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Overloaded(String message) {
        super(message, null, false, false);
    }
}
