package dev.quipu.model.segment;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A decoded chunk of byte strings: row → code → bytes. Text is made once per code, when first asked for. */
final class ByteStrings {

    /** No rows. */
    static final ByteStrings NONE = new ByteStrings(new byte[0], 0, new int[0], new int[0]);

    private final byte[] bytes;
    private final int begin;
    private final int[] ends;
    private final int[] codes;
    private final @Nullable String[] texts;

    ByteStrings(byte[] bytes, int begin, int[] ends, int[] codes) {
        this.bytes = bytes;
        this.begin = begin;
        this.ends = ends;
        this.codes = codes;
        this.texts = new String[ends.length];
    }

    /** Rows that all hold the empty byte string. */
    static ByteStrings empty(int rows) {
        return new ByteStrings(new byte[0], 0, new int[1], new int[rows]);
    }

    int rows() {
        return codes.length;
    }

    /** Number of distinct values. */
    int distinct() {
        return ends.length;
    }

    int code(int row) {
        return codes[row];
    }

    byte[] buffer() {
        return bytes;
    }

    int offset(int code) {
        return begin + (code == 0 ? 0 : ends[code - 1]);
    }

    int length(int code) {
        return ends[code] - (code == 0 ? 0 : ends[code - 1]);
    }

    byte[] copy(int code) {
        return Arrays.copyOfRange(bytes, offset(code), offset(code) + length(code));
    }

    /** The value of a code as UTF-8 text. */
    String textOfCode(int code) {
        String text = texts[code];
        if (text == null) {
            text = new String(bytes, offset(code), length(code), StandardCharsets.UTF_8);
            texts[code] = text;
        }
        return text;
    }

    String text(int row) {
        return textOfCode(codes[row]);
    }
}
