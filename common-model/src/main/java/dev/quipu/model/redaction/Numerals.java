package dev.quipu.model.redaction;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How the digits of a text stand together: what tells at the price of one look that it holds no number of a card, of a
 * telephone, of a person or of a host, since most texts have digits and few of them such a number. Never says of a text
 * that has one that it has none. Not thread-safe.
 */
final class Numerals {

    private static final int DIGIT = 1;
    private static final int HEX = 2;
    private static final int DOT = 4;
    private static final int COLON = 8;
    /** May stand between the digits of one number. */
    private static final int GAP = 16;

    private static final int UPPER = 32;
    /** May stand between the name of a number and the number. */
    private static final int ASSIGNMENT = 64;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final long SMALL = 0x6060606060606060L;

    private static final byte[] KINDS = kinds();

    /** Three characters of two bytes. */
    private static final int WIDEST_GAP = 6;

    /** What the names of telephone numbers end in, in lower case. */
    private static final String NAME_ENDS = "one tel ile ell sdn fax ber _no";

    private static final int NAME_END = 3;

    private int linked;
    private int gapped;
    private int unbroken;
    private int capitals;
    private boolean named;
    private boolean dotted;
    private boolean coloned;

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        for (int b = 0; b < 128; b++) {
            char c = (char) b;
            kinds[b] = (byte) ((Ascii.isDigit(c) ? DIGIT : Ascii.isHex(c) ? HEX : 0)
                    | (Ascii.isUpper(c) ? UPPER : 0)
                    | (c == '.' ? DOT | GAP : 0)
                    | (c == ':' ? COLON : 0)
                    | (" -()/+%".indexOf(c) >= 0 ? GAP : 0)
                    | ("\"'=: \\".indexOf(c) >= 0 ? ASSIGNMENT : 0));
        }
        for (byte b : "\u00a0".getBytes(StandardCharsets.UTF_8)) {
            kinds[b & 0xff] = GAP;
        }
        return kinds;
    }

    void read(byte[] bytes, int offset, int length) {
        linked = 0;
        gapped = 0;
        unbroken = 0;
        capitals = 0;
        named = false;
        dotted = false;
        coloned = false;
        int digits = 0;
        int run = 0;
        int gap = 0;
        boolean hasGap = false;
        int dots = 0;
        int colons = 0;
        int upper = 0;
        int before = 0;
        for (int i = offset; i < offset + length; i++) {
            int kind = KINDS[bytes[i] & 0xff];
            if (kind == DIGIT) {
                named |= (before & ASSIGNMENT) != 0 && isNamed(bytes, offset, i);
                run++;
                digits++;
                hasGap |= gap > 0;
                gap = 0;
                unbroken = Math.max(unbroken, run);
                linked = Math.max(linked, digits);
                gapped = hasGap ? Math.max(gapped, digits) : gapped;
                upper = 0;
            } else {
                run = 0;
                gap = (kind & GAP) != 0 && digits > 0 && gap < WIDEST_GAP ? gap + 1 : 0;
                if (gap == 0) {
                    digits = 0;
                    hasGap = false;
                }
                if (kind == 0) {
                    dots = 0;
                    colons = 0;
                    upper = 0;
                    while (offset + length - i > Long.BYTES && isSmall((long) LONG.get(bytes, i + 1))) {
                        i += Long.BYTES;
                    }
                } else {
                    dots = (kind & DOT) == 0 ? 0 : dots + 1;
                    dotted |= dots >= 3;
                    colons = (kind & COLON) != 0 ? colons + 1 : (kind & (HEX | DOT)) != 0 ? colons : 0;
                    coloned |= colons >= 2;
                    upper = (kind & UPPER) == 0 ? 0 : upper + 1;
                    capitals = Math.max(capitals, upper);
                }
            }
            before = kind;
        }
    }

    /** Whether all of eight bytes are small letters, or as indifferent. */
    private static boolean isSmall(long bytes) {
        return (bytes & SMALL) == SMALL;
    }

    private static boolean isNamed(byte[] bytes, int offset, int start) {
        int end = start;
        while (end > offset && (KINDS[bytes[end - 1] & 0xff] & ASSIGNMENT) != 0) {
            end--;
        }
        if (end == start || end - offset < NAME_END) {
            return false;
        }
        for (int name = 0; name < NAME_ENDS.length(); name += NAME_END + 1) {
            int same = 0;
            while (same < NAME_END
                    && fold(bytes[end - NAME_END + same]) == fold((byte) NAME_ENDS.charAt(name + same))) {
                same++;
            }
            if (same == NAME_END) {
                return true;
            }
        }
        return false;
    }

    private static int fold(byte letter) {
        return letter | 0x20;
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

    /** The most capital letters in a row. */
    int capitals() {
        return capitals;
    }

    /** Whether digits come after what may be the name of a telephone number. */
    boolean isNamed() {
        return named;
    }

    /** Whether there are three dots with nothing but digits between them. */
    boolean isDotted() {
        return dotted;
    }

    /** Whether there are two colons with nothing but hexadecimal digits and dots between them. */
    boolean isColoned() {
        return coloned;
    }
}
