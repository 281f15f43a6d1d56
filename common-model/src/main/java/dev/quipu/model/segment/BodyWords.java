package dev.quipu.model.segment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    private BodyWords() {}

    /** Tells the filter hash of each word of a text, one after the other. */
    static void forEach(byte[] text, int offset, int length, byte[] scratch, LongConsumer hash) {
        int end = offset + length;
        int size = 0;
        for (int i = offset; i <= end; i++) {
            int folded = i < end ? fold(text[i]) : 0;
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

    /** The byte in lower case when it belongs to a word, else 0. */
    private static int fold(byte b) {
        if (b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '_' || b < 0) {
            return b;
        }
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : 0;
    }

    private static long hashOf(byte[] word, int length) {
        return XxHash64.avalanche(XxHash64.mix(SEED, XxHash64.hash(word, 0, length)));
    }

    /** Filter hashes of those words that every text has which contains {@code part}: not the cut ones at its ends. */
    public static long[] surelyIn(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        int begin = 0;
        while (begin < bytes.length && fold(bytes[begin]) != 0) {
            begin++;
        }
        int end = bytes.length;
        while (end > begin && fold(bytes[end - 1]) != 0) {
            end--;
        }
        LongArray hashes = new LongArray(8);
        forEach(bytes, begin, end - begin, scratch(), hashes::add);
        return java.util.Arrays.copyOf(hashes.array(), hashes.size());
    }

    /** Filter hashes of the words of a text that is wanted word by word; none of words too short or long to be kept. */
    public static long[] of(String words) {
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        LongArray hashes = new LongArray(8);
        forEach(bytes, 0, bytes.length, scratch(), hashes::add);
        return java.util.Arrays.copyOf(hashes.array(), hashes.size());
    }

    /** Whether all words of {@code words} follow each other in the text as words, whatever their case in ASCII. */
    public static boolean contains(String text, String words) {
        List<String> wanted = split(words);
        List<String> present = split(text);
        return java.util.Collections.indexOfSubList(present, wanted) >= 0;
    }

    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean isWord = i < text.length() && isWord(text.charAt(i));
            if (isWord && begin < 0) {
                begin = i;
            } else if (!isWord && begin >= 0) {
                words.add(lowerAscii(text.substring(begin, i)));
                begin = -1;
            }
        }
        return words;
    }

    private static boolean isWord(char c) {
        return c >= 0x80 || c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    private static String lowerAscii(String word) {
        boolean isAscii = word.chars().allMatch(c -> c < 0x80);
        if (isAscii) {
            return word.toLowerCase(Locale.ROOT);
        }
        StringBuilder lower = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return lower.toString();
    }
}
