package dev.quipu.model;

import java.util.Comparator;

/**
 * A W3C trace id: 16 bytes, not all zero, as two big-endian halves. Ordered as unsigned bytes, which is
 * also the order of {@link #hex()}.
 */
public record TraceId(long high, long low) implements Comparable<TraceId> {

    /** Length in bytes on the wire. */
    public static final int BYTES = 16;

    private static final Comparator<TraceId> UNSIGNED = (a, b) -> {
        int byHigh = Long.compareUnsigned(a.high, b.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(a.low, b.low);
    };

    public TraceId {
        if (high == 0 && low == 0) {
            throw new IllegalArgumentException("traceId: expected 16 bytes that are not all zero, got 16 zero bytes");
        }
    }

    /**
     * @param hex 32 hex digits of either case
     * @throws IllegalArgumentException for any other length, any other character, or all zeros
     */
    public static TraceId parse(CharSequence hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("traceId: expected 32 hex digits, got " + hex.length() + " characters");
        }
        return new TraceId(Hex.parseLong("traceId", hex, 0), Hex.parseLong("traceId", hex, BYTES));
    }

    /** 32 lower-case hex digits. */
    public String hex() {
        return Hex.of(high) + Hex.of(low);
    }

    @Override
    public int compareTo(TraceId other) {
        return UNSIGNED.compare(this, other);
    }

    @Override
    public String toString() {
        return hex();
    }
}
