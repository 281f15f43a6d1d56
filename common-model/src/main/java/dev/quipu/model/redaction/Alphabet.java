package dev.quipu.model.redaction;

import java.nio.charset.StandardCharsets;

/**
 * Which ASCII characters a text has, and how many digits: enough to know, at less than the price of reading it once, that
 * most rules can find nothing in it. Small letters and capital ones are one, but whether there is a capital is known. The
 * bytes are looked at again for what only some rules ask. Not thread-safe.
 */
final class Alphabet {

    private static final int LETTERS = 26;
    private static final int DIGITS = 10;
    /** A bit each; those that are not here share the last one's. */
    private static final String MARKS = ".-_/:=@%+ (),;&?#'\"<>{}[]";

    private static final long CAPITAL = 1L << 61;
    private static final int DIGIT_BIT = 63;
    private static final long CHARACTERS = CAPITAL - 1;

    private static final long[] BITS = bits();

    private long characters;
    private int digits;

    private byte[] read = {};
    private int readFrom;
    private int length;

    private final Numerals numerals = new Numerals();
    private boolean knowsNumerals;

    private static long[] bits() {
        long[] bits = new long[256];
        for (char c = 0; c < 128; c++) {
            if (Ascii.isDigit(c)) {
                bits[c] = 1L << LETTERS + Ascii.digit(c) | 1L << DIGIT_BIT;
            } else if (Ascii.isLetter(c)) {
                bits[c] = 1L << Character.toLowerCase(c) - 'a' | (Ascii.isUpper(c) ? CAPITAL : 0);
            } else {
                int mark = MARKS.indexOf(c);
                bits[c] = 1L << LETTERS + DIGITS + (mark < 0 ? MARKS.length() - 1 : mark);
            }
        }
        return bits;
    }

    static Alphabet of(String text) {
        Alphabet alphabet = new Alphabet();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        alphabet.read(bytes, 0, bytes.length);
        return alphabet;
    }

    /** Takes in a text instead of the one before. */
    void read(byte[] bytes, int offset, int count) {
        long found = 0;
        long numerals = 0;
        for (int i = offset; i < offset + count; i++) {
            long bits = BITS[bytes[i] & 0xff];
            found |= bits;
            numerals += bits >>> DIGIT_BIT;
        }
        characters = found;
        digits = (int) numerals;
        length = count;
        read = bytes;
        readFrom = offset;
        knowsNumerals = false;
    }

    boolean has(char ascii) {
        return (characters & BITS[ascii] & CHARACTERS) != 0;
    }

    boolean hasCapital() {
        return (characters & CAPITAL) != 0;
    }

    /** Whether all characters of the other are here. */
    boolean hasAll(Alphabet other) {
        return (characters & other.characters) == other.characters;
    }

    /** Whether a character of the other is here. */
    boolean hasAny(Alphabet other) {
        return (characters & other.characters & CHARACTERS) != 0;
    }

    /** Whether the text has the other somewhere. */
    boolean holds(Literal other) {
        return hasAll(other.letters()) && other.isIn(read, readFrom, length);
    }

    /** How its digits stand together; of this text only. */
    Numerals numerals() {
        if (!knowsNumerals) {
            numerals.read(read, readFrom, length);
            knowsNumerals = true;
        }
        return numerals;
    }

    int digits() {
        return digits;
    }

    int length() {
        return length;
    }
}
