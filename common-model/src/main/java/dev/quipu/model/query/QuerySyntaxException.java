package dev.quipu.model.query;

/** A query text that is not of the language: says where, what was expected and what came. */
public final class QuerySyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int position;

    QuerySyntaxException(int position, String expected, String got) {
        super("query: expected " + expected + " at position " + position + ", got " + got);
        this.position = position;
    }

    /** Characters from the beginning of the text. */
    public int position() {
        return position;
    }
}
