package dev.quipu.model.segment;

import java.util.Arrays;

/**
 * Takes a line of text apart into its template, which other lines share, and the values that it fills in: runs of letters
 * and digits that hold a digit. After CLP (Rodrigues et al., "CLP: Efficient and Scalable Search on Compressed Text Logs",
 * 2021). Reusable; not thread-safe.
 */
final class TextShape {

    /** What stands in a template for a value: bytes that valid UTF-8 never holds. The first of them in order. */
    static final int MIXED = 0xfd;

    /** Lower-case hexadecimal digits, an even number of them. */
    static final int HEX = 0xfe;

    /** Decimal digits. */
    static final int NUMBER = 0xff;

    /** Numbers of so many digits fit a long. */
    static final int MAX_DIGITS = 18;

    private static final int LEAST_HEX = 6;
    private static final int MOST_HEX = 64;

    /** Longer texts are documents rather than lines. */
    private static final int MAX_TEXT = 8192;

    private static final byte OTHER = 0;
    private static final byte LETTER = 1;
    private static final byte HEX_LETTER = 2;
    private static final byte DIGIT = 3;
    private static final byte[] CLASSES = new byte[256];

    static {
        Arrays.fill(CLASSES, 'a', 'z' + 1, LETTER);
        Arrays.fill(CLASSES, 'A', 'Z' + 1, LETTER);
        Arrays.fill(CLASSES, 'a', 'f' + 1, HEX_LETTER);
        Arrays.fill(CLASSES, '0', '9' + 1, DIGIT);
    }

    private final ByteSink template = new ByteSink(512);
    private final LongArray valueOffsets = new LongArray(32);
    private final LongArray valueLengths = new LongArray(32);

    /** The template of the text read last. */
    ByteSink template() {
        return template;
    }

    /** Where the values of the text read last begin, in what it was read from. */
    LongArray valueOffsets() {
        return valueOffsets;
    }

    LongArray valueLengths() {
        return valueLengths;
    }

    void read(byte[] bytes, int offset, int length) {
        template.clear();
        valueOffsets.truncate(0);
        valueLengths.truncate(0);
        if (length > MAX_TEXT || !split(bytes, offset, offset + length)) {
            template.clear();
            valueOffsets.truncate(0);
            valueLengths.truncate(0);
            add(MIXED, offset, length);
        }
    }

    /** False when the text holds a byte that stands for values. */
    private boolean split(byte[] bytes, int begin, int end) {
        int at = begin;
        while (at < end) {
            int run = at;
            boolean hasDigit = false;
            boolean hasLetter = false;
            boolean isHex = true;
            while (run < end && CLASSES[bytes[run] & 0xff] != OTHER) {
                byte kind = CLASSES[bytes[run++] & 0xff];
                hasDigit |= kind == DIGIT;
                hasLetter |= kind != DIGIT;
                isHex &= kind != LETTER;
            }
            if (run == at) {
                if ((bytes[at] & 0xff) >= MIXED) {
                    return false;
                }
                template.writeByte(bytes[at++]);
            } else {
                int length = run - at;
                if (!hasDigit) {
                    template.writeBytes(bytes, at, length);
                } else if (!hasLetter && length <= MAX_DIGITS) {
                    add(NUMBER, at, length);
                } else {
                    add(isHex && isHexLength(length) ? HEX : MIXED, at, length);
                }
                at = run;
            }
        }
        return true;
    }

    private static boolean isHexLength(int length) {
        return length >= LEAST_HEX && length <= MOST_HEX && (length & 1) == 0;
    }

    private void add(int kind, int offset, int length) {
        template.writeByte(kind);
        valueOffsets.add(offset);
        valueLengths.add(length);
    }
}
