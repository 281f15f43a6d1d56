package dev.quipu.model.rollup;

/** Bytes that are no rollup. The message says what was expected and what came. */
public final class RollupFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RollupFormatException(String expected, String got) {
        super("rollup: expected " + expected + ", got " + got);
    }
}
