package dev.quipu.model.segment;

/** Bytes that are not a segment, or a column of one that is damaged: names the part, what was expected, what came. */
public final class SegmentFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public SegmentFormatException(String part, String expected, String got) {
        super("segment " + part + ": expected " + expected + ", got " + got);
    }
}
