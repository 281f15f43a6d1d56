package dev.quipu.storage.feed;

/** A part that is not of the present layout, or no more. */
public final class NoSuchPart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchPart(String part) {
        super("part " + part + ": none of the present layout", null, false, false);
    }
}
