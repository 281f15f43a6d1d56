package dev.quipu.model;

import java.util.HexFormat;

/** Base 16 as ids are written: 16 lower-case digits for 8 bytes, big-endian. */
final class Hex {

    private static final HexFormat FORMAT = HexFormat.of();

    private Hex() {}

    static String of(long value) {
        return FORMAT.toHexDigits(value);
    }

    /** Reads 16 digits from {@code offset}; {@code field} names the value in the error. */
    static long parseLong(String field, CharSequence digits, int offset) {
        long value = 0;
        for (int i = offset; i < offset + 16; i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            if (digit < 0 || digits.charAt(i) > 'f') {
                throw new IllegalArgumentException(
                        field + ": expected hex digits, got '" + digits.charAt(i) + "' at position " + i);
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
