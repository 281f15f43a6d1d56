package dev.quipu.analysis.template;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Places of a template: words, or whole tokens where what stands around the words differs, too. Templates of as many
 * tokens can be compared place by place.
 */
final class Places {

    /** The few first, then by their position: the same order for the same places whenever they are found. */
    static final Comparator<Places> FEW_FIRST =
            Comparator.comparingInt(Places::count).thenComparing(places -> places.inToken, Arrays::compare);

    private static final long WHOLE = -1;

    /** By token: a bit for each word, or {@link #WHOLE}. */
    private final long[] inToken;

    private Places(long[] inToken) {
        this.inToken = inToken;
    }

    /** Where the two differ. */
    static Places between(Token[] left, Token[] right) {
        long[] inToken = new long[left.length];
        for (int i = 0; i < inToken.length; i++) {
            inToken[i] = left[i].sameFrame(right[i]) ? left[i].difference(right[i]) : WHOLE;
        }
        return new Places(inToken);
    }

    int count() {
        int count = 0;
        for (long words : inToken) {
            count += words == WHOLE ? 1 : Long.bitCount(words);
        }
        return count;
    }

    boolean covers(Places other) {
        for (int i = 0; i < inToken.length; i++) {
            if ((other.inToken[i] & ~inToken[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    boolean isWhole(int token) {
        return inToken[token] == WHOLE;
    }

    /** The words in that token, as bits. */
    long words(int token) {
        return inToken[token];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Places && Arrays.equals(inToken, ((Places) other).inToken);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(inToken);
    }
}
