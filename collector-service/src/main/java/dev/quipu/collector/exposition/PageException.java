package dev.quipu.collector.exposition;

/** A page that is not in its format: says at which line, what was expected and what came. Carries no stack. */
public final class PageException extends Exception {

    private static final long serialVersionUID = 1L;

    public PageException(int line, String expected, String got) {
        super("line " + line + ": expected " + expected + ", got " + got, null, false, false);
    }
}
