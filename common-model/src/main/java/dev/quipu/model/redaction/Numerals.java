package dev.quipu.model.redaction;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How the digits of a text stand together: what tells at the price of one look that it holds no number of a card, of a
 * telephone, of a person or of a host, since most texts have digits and few of them such a number. Never says of a text
 * that has one that it has none. Goes from one run of digits to the next, eight bytes at a time. Not thread-safe.
 */
final class Numerals {

    private static final int DIGIT = 1;
    private static final int HEX = 2;
    private static final int DOT = 4;
    /** May stand between the digits of one number. */
    private static final int GAP = 8;

    private static final int UPPER = 16;
    /** May stand between the name of a number and the number. */
    private static final int ASSIGNMENT = 32;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;

    private static final byte[] KINDS = kinds();

    /** Three characters of two bytes. */
    private static final int WIDEST_GAP = 6;

    /** What the names of telephone numbers end in, in lower case. */
    private static final String NAME_ENDS = "one tel ile ell sdn fax ber _no";

    private static final int NAME_END = 3;

    private byte[] bytes = {};
    private int offset;
    private int end;

    private int linked;
    private int gapped;
    private int unbroken;
    private boolean named;
    private boolean dotted;

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        for (int b = 0; b < 128; b++) {
            char c = (char) b;
            kinds[b] = (byte) ((Ascii.isDigit(c) ? DIGIT : Ascii.isHex(c) ? HEX : 0)
                    | (Ascii.isUpper(c) ? UPPER : 0)
                    | (c == '.' ? DOT | GAP : 0)
                    | (" -()/+%".indexOf(c) >= 0 ? GAP : 0)
                    | ("\"'=: \\".indexOf(c) >= 0 ? ASSIGNMENT : 0));
        }
        for (byte b : "\u00a0".getBytes(StandardCharsets.UTF_8)) {
            kinds[b & 0xff] = GAP;
        }
        return kinds;
    }

    private static boolean is(int kind, byte b) {
        return (KINDS[b & 0xff] & kind) != 0;
    }

    void read(byte[] text, int from, int length) {
        bytes = text;
        offset = from;
        end = from + length;
        linked = 0;
        gapped = 0;
        unbroken = 0;
        named = false;
        dotted = false;
        int digits = 0;
        int dots = 0;
        int runEnd = -1;
        int start = nextDigit(from);
        while (start < end) {
            int gap = start - runEnd;
            boolean goesOn = runEnd >= 0 && gap <= WIDEST_GAP && areAll(GAP, runEnd, start);
            dots = goesOn && gap == 1 && bytes[runEnd] == '.' ? dots + 1 : 0;
            dotted |= dots >= 3;
            named |= start > offset && is(ASSIGNMENT, bytes[start - 1]) && isNameBefore(start);
            runEnd = start + 1;
            while (runEnd < end && is(DIGIT, bytes[runEnd])) {
                runEnd++;
            }
            unbroken = Math.max(unbroken, runEnd - start);
            digits = runEnd - start + (goesOn ? digits : 0);
            linked = Math.max(linked, digits);
            gapped = goesOn ? Math.max(gapped, digits) : gapped;
            start = nextDigit(runEnd);
        }
    }

    private int nextDigit(int from) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long values = (long) LONG.get(bytes, at) ^ '0' * ONES;
            long others = ((values & ~TOPS) + (0x80 - 10) * ONES | values) & TOPS;
            if (others != TOPS) {
                return at + (Long.numberOfTrailingZeros(~others & TOPS) >>> 3);
            }
        }
        while (at < end && !is(DIGIT, bytes[at])) {
            at++;
        }
        return at;
    }

    private int nextColon(int from) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long values = (long) LONG.get(bytes, at) ^ ':' * ONES;
            long others = ((values & ~TOPS) + ~TOPS | values) & TOPS;
            if (others != TOPS) {
                return at + (Long.numberOfTrailingZeros(~others & TOPS) >>> 3);
            }
        }
        while (at < end && bytes[at] != ':') {
            at++;
        }
        return at;
    }

    private boolean areAll(int kind, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!is(kind, bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean isNameBefore(int start) {
        int nameEnd = start;
        while (nameEnd > offset && is(ASSIGNMENT, bytes[nameEnd - 1])) {
            nameEnd--;
        }
        for (int name = 0; name < NAME_ENDS.length() && nameEnd - offset >= NAME_END; name += NAME_END + 1) {
            int same = 0;
            while (same < NAME_END
                    && (bytes[nameEnd - NAME_END + same] | 0x20) == (NAME_ENDS.charAt(name + same) | 0x20)) {
                same++;
            }
            if (same == NAME_END) {
                return true;
            }
        }
        return false;
    }

    /** The most digits with nothing but separators between them, few at a time. */
    int linked() {
        return linked;
    }

    /** The same of digits with a separator between them at least. */
    int gapped() {
        return gapped;
    }

    /** The most digits with nothing between them. */
    int unbroken() {
        return unbroken;
    }

    /** Whether digits come after what may be the name of a telephone number. */
    boolean isNamed() {
        return named;
    }

    /** Whether there are four runs of digits with nothing but a dot between them. */
    boolean isDotted() {
        return dotted;
    }

    /** The most capital letters in a row. */
    int capitals() {
        int most = 0;
        int run = 0;
        for (int i = offset; i < end; i++) {
            run = is(UPPER, bytes[i]) ? run + 1 : 0;
            most = Math.max(most, run);
        }
        return most;
    }

    /** Whether there are two colons with nothing but hexadecimal digits and dots between them. */
    boolean isColoned() {
        int colon = nextColon(offset);
        while (colon < end) {
            int next = nextColon(colon + 1);
            if (next < end && areAll(DIGIT | HEX | DOT, colon + 1, next)) {
                return true;
            }
            colon = next;
        }
        return false;
    }
}
