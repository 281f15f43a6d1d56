package dev.quipu.model.segment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of letters and digits of ASCII, whatever their case, that a text is known to have between other characters: what
 * {@link TextShape} leaves in a template or takes out as a value, but never cuts. Immutable.
 */
final class TextRun {

    private final byte[] lower;
    private final boolean hasDigit;
    private final boolean isNumber;
    private final byte[] packedHex;

    private TextRun(byte[] lower) {
        this.lower = lower;
        int digits = 0;
        int hexDigits = 0;
        for (byte b : lower) {
            digits += isDigit(b) ? 1 : 0;
            hexDigits += isDigit(b) || b >= 'a' && b <= 'f' ? 1 : 0;
        }
        hasDigit = digits > 0;
        isNumber = digits == lower.length && lower.length <= TextShape.MAX_DIGITS;
        packedHex = hexDigits == lower.length && (lower.length & 1) == 0 ? packed(lower) : new byte[0];
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static byte[] packed(byte[] hex) {
        byte[] bytes = new byte[hex.length / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (Character.digit(hex[2 * i], 16) << 4 | Character.digit(hex[2 * i + 1], 16));
        }
        return bytes;
    }

    /** The runs of a text; those at its ends only when {@code whole}, else they may go on beyond it. */
    static List<TextRun> of(String text, boolean whole) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<TextRun> runs = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || !isAlphanumeric(bytes[i])) {
                if (i > begin && (whole || begin > 0 && i < bytes.length)) {
                    runs.add(new TextRun(lower(bytes, begin, i)));
                }
                begin = i + 1;
            }
        }
        return runs;
    }

    private static boolean isAlphanumeric(byte b) {
        return isDigit(b) || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    private static byte[] lower(byte[] bytes, int from, int to) {
        byte[] lower = new byte[to - from];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = lower(bytes[from + i]);
        }
        return lower;
    }

    boolean hasDigit() {
        return hasDigit;
    }

    /** Decimal digits that fit a long. */
    boolean isNumber() {
        return isNumber;
    }

    /** The value of a {@link #isNumber number}. */
    long number() {
        return Long.parseLong(new String(lower, StandardCharsets.US_ASCII));
    }

    /** How many letters and digits, leading zeros counted. */
    int width() {
        return lower.length;
    }

    /** The bytes whose hexadecimal form it is; none when it is no such form. */
    byte[] packedHex() {
        return packedHex;
    }

    /** Whether the bytes have it in them, not only between other characters. */
    boolean isIn(byte[] bytes, int offset, int length) {
        byte first = lower[0];
        byte upper = (byte) Character.toUpperCase(first);
        int last = offset + length - lower.length;
        for (int at = offset; at <= last; at++) {
            if ((bytes[at] == first || bytes[at] == upper) && isAt(bytes, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(byte[] bytes, int at) {
        for (int i = 1; i < lower.length; i++) {
            if (lower(bytes[at + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }
}
