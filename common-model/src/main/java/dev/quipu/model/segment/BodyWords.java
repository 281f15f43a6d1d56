package dev.quipu.model.segment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The words of texts, by which a membership filter knows which segments can hold them. A word is a run of letters,
 * digits and underscores of ASCII and of all other characters, from {@value #MIN_BYTES} to {@value #MAX_BYTES} bytes of
 * UTF-8; case counts for letters beyond ASCII only.
 */
public final class BodyWords {

    static final int MIN_BYTES = 2;
    static final int MAX_BYTES = 64;

    /** Keeps words apart from attribute values with the same hash. */
    private static final long SEED = XxHash64.hash("log body word");

    /** The byte in lower case when it belongs to a word, else 0. */
    private static final byte[] FOLDED = new byte[256];

    static {
        for (int b = 0; b < FOLDED.length; b++) {
            boolean isLower = b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '_' || b >= 0x80;
            boolean isUpper = b >= 'A' && b <= 'Z';
            FOLDED[b] = (byte) (isLower ? b : isUpper ? b + ('a' - 'A') : 0);
        }
    }

    private BodyWords() {}

    /** Tells the filter hash of each word of a text, one after the other. */
    static void forEach(byte[] text, int offset, int length, byte[] scratch, LongConsumer hash) {
        int end = offset + length;
        int size = 0;
        for (int i = offset; i <= end; i++) {
            int folded = i < end ? FOLDED[text[i] & 0xff] : 0;
            if (folded != 0) {
                if (size < scratch.length) {
                    scratch[size] = (byte) folded;
                }
                size++;
            } else {
                if (size >= MIN_BYTES && size <= MAX_BYTES) {
                    hash.accept(hashOf(scratch, size));
                }
                size = 0;
            }
        }
    }

    /** Room for the longest word. */
    static byte[] scratch() {
        return new byte[MAX_BYTES];
    }

    private static long hashOf(byte[] word, int length) {
        return XxHash64.avalanche(XxHash64.mix(SEED, XxHash64.hash(word, 0, length)));
    }

    /** Filter hashes of those words that every text has which contains {@code part}: not the cut ones at its ends. */
    public static long[] surelyIn(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        int begin = end(bytes, 0, bytes.length);
        int end = bytes.length;
        while (end > begin && FOLDED[bytes[end - 1] & 0xff] != 0) {
            end--;
        }
        LongArray hashes = new LongArray(8);
        forEach(bytes, begin, end - begin, scratch(), hashes::add);
        return Arrays.copyOf(hashes.array(), hashes.size());
    }

    /** Filter hashes of the words of a text that is wanted word by word; none of words too short or long to be kept. */
    public static long[] of(String words) {
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        LongArray hashes = new LongArray(8);
        forEach(bytes, 0, bytes.length, scratch(), hashes::add);
        return Arrays.copyOf(hashes.array(), hashes.size());
    }

    /** The words of a text in order, folded, however short or long. */
    static byte[][] folded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<byte[]> words = new ArrayList<>();
        int at = begin(bytes, 0, bytes.length);
        while (at < bytes.length) {
            int end = end(bytes, at, bytes.length);
            byte[] word = Arrays.copyOfRange(bytes, at, end);
            for (int i = 0; i < word.length; i++) {
                word[i] = FOLDED[word[i] & 0xff];
            }
            words.add(word);
            at = begin(bytes, end, bytes.length);
        }
        return words.toArray(new byte[0][]);
    }

    /** Where the first word begins, or {@code end}. */
    static int begin(byte[] text, int offset, int end) {
        int at = offset;
        while (at < end && FOLDED[text[at] & 0xff] == 0) {
            at++;
        }
        return at;
    }

    /** Where the word ends that goes on at {@code offset}. */
    static int end(byte[] text, int offset, int end) {
        int at = offset;
        while (at < end && FOLDED[text[at] & 0xff] != 0) {
            at++;
        }
        return at;
    }

    /** Whether the word that begins at {@code offset} is this one. */
    static boolean isAt(byte[] text, int offset, int end, byte[] foldedWord) {
        int wordEnd = offset + foldedWord.length;
        if (wordEnd > end || wordEnd < end && FOLDED[text[wordEnd] & 0xff] != 0) {
            return false;
        }
        for (int i = 0; i < foldedWord.length; i++) {
            if (FOLDED[text[offset + i] & 0xff] != foldedWord[i]) {
                return false;
            }
        }
        return true;
    }
}
