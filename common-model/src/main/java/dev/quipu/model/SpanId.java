package dev.quipu.model;

/** A W3C span (parent) id: 8 bytes, big-endian. {@link #NONE}, all zero, stands for an absent parent. */
public record SpanId(long value) {

    /** Length in bytes on the wire. */
    public static final int BYTES = 8;

    /** The absent span id: a root span's parent. */
    public static final SpanId NONE = new SpanId(0);

    /**
     * @param hex 16 hex digits of either case
     * @throws IllegalArgumentException for any other length or character
     */
    public static SpanId parse(CharSequence hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("spanId: expected 16 hex digits, got " + hex.length() + " characters");
        }
        return new SpanId(Hex.parseLong("spanId", hex, 0));
    }

    /** Whether this names a span. */
    public boolean isPresent() {
        return value != 0;
    }

    /** 16 lower-case hex digits. */
    public String hex() {
        return Hex.of(value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
