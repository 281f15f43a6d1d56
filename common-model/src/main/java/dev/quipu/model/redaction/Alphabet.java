package dev.quipu.model.redaction;

import java.nio.charset.StandardCharsets;

/**
 * Which ASCII characters a text has, and how many digits: enough to know, at about the price of reading it once, that
 * most rules can find nothing in it. Not thread-safe.
 */
final class Alphabet {

    private long low;
    private long high;
    private int digits;
    private int length;

    static Alphabet of(String text) {
        Alphabet alphabet = new Alphabet();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        alphabet.read(bytes, 0, bytes.length);
        return alphabet;
    }

    /** Takes in a text instead of the one before. What is not ASCII may be taken for what is. */
    void read(byte[] bytes, int offset, int count) {
        long below = 0;
        long above = 0;
        int numerals = 0;
        for (int i = offset; i < offset + count; i++) {
            int next = bytes[i];
            long bit = 1L << next;
            long isAbove = -(long) (next >>> 6 & 1);
            above |= bit & isAbove;
            below |= bit & ~isAbove;
            numerals += next - '0' >>> 31 | '9' - next >>> 31;
        }
        low = below;
        high = above;
        digits = count - numerals;
        length = count;
    }

    boolean has(char ascii) {
        return ((ascii < 64 ? low : high) & 1L << ascii) != 0;
    }

    /** Whether all characters of the other are here. */
    boolean hasAll(Alphabet other) {
        return (low & other.low) == other.low && (high & other.high) == other.high;
    }

    int digits() {
        return digits;
    }

    int length() {
        return length;
    }
}
