package dev.quipu.model.redaction;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Plain ASCII text that is looked for in bytes, eight at a time, by the one of its characters that is seen least. Any thread. */
final class Literal {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;

    /** Characters by how often records have them, the rarest last; those that are not named are rarer still. */
    private static final String OFTEN = "eatroinscdlpumhgvyf/.bkw-_20:1=3598476qxjz \"";

    private static final int CASE = 0x20;

    private final byte[] text;
    private final Alphabet letters;
    private final int rare;
    private final boolean anyCase;
    private final String followers;

    private Literal(String text, boolean anyCase, String followers) {
        this.followers = followers;
        this.text = text.getBytes(StandardCharsets.US_ASCII);
        this.anyCase = anyCase;
        letters = Alphabet.of(text);
        int rarest = 0;
        for (int i = 1; i < text.length(); i++) {
            if (rarity(text.charAt(i)) > rarity(text.charAt(rarest))) {
                rarest = i;
            }
        }
        rare = rarest;
    }

    static Literal of(String text) {
        return new Literal(text, false, "");
    }

    /**
     * @param lower in lower case; found in any
     * @param followers what may come behind it; anything when empty
     */
    static Literal ofAnyCase(String lower, String followers) {
        return new Literal(lower, true, followers);
    }

    private static int rarity(char c) {
        int place = OFTEN.indexOf(c);
        return place < 0 ? OFTEN.length() : place;
    }

    /** Whether every text has it: it has no characters. */
    boolean isEmpty() {
        return text.length == 0;
    }

    /** The character that is seen least; none when there is no character. */
    String rarest() {
        return isEmpty() ? "" : String.valueOf((char) text[rare]);
    }

    Alphabet letters() {
        return letters;
    }

    /** Whether it stands somewhere in the bytes. */
    boolean isIn(byte[] bytes, int offset, int length) {
        int from = offset + rare;
        int end = offset + length - (text.length - 1 - rare);
        if (isEmpty() || from >= end) {
            return isEmpty();
        }
        long fold = anyCase ? CASE * ONES : 0;
        long wanted = (text[rare] | fold & 0xff) * ONES;
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long differing = ((long) LONG.get(bytes, at) | fold) ^ wanted;
            long equal = differing - ONES & ~differing & TOPS;
            while (equal != 0) {
                if (isAt(bytes, at + (Long.numberOfTrailingZeros(equal) >>> 3) - rare, offset + length)) {
                    return true;
                }
                equal &= equal - 1;
            }
        }
        for (; at < end; at++) {
            if (isAt(bytes, at - rare, offset + length)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(byte[] bytes, int start, int end) {
        int fold = anyCase ? CASE : 0;
        for (int i = 0; i < text.length; i++) {
            int found = bytes[start + i];
            if (found != text[i] && (anyCase ? found | fold : found) != text[i]) {
                return false;
            }
        }
        int after = start + text.length;
        return followers.isEmpty() || after < end && followers.indexOf(bytes[after]) >= 0;
    }
}
