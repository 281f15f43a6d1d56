package dev.quipu.model.segment;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What texts are searched for. Looks at their bytes, and knows of some searches what all matching texts have in common,
 * so that whole chunks without it need not be put together. Immutable.
 */
public abstract class TextPattern {

    private final List<TextRun> runs;

    private TextPattern(List<TextRun> runs) {
        this.runs = List.copyOf(runs);
    }

    /** Whether a text, as UTF-8, matches. */
    abstract boolean matches(byte[] text, int offset, int length);

    /** Whether a text matches. */
    public boolean matches(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return matches(bytes, 0, bytes.length);
    }

    /** What every matching text has, each of them between other characters or at an end. */
    List<TextRun> runs() {
        return runs;
    }

    /**
     * Texts that have the words of {@code words} in them, one after the other, whatever their case in ASCII and whatever
     * lies between them; with no words, all texts.
     *
     * @see BodyWords
     */
    public static TextPattern words(String words) {
        return new Words(words);
    }

    /** Texts with {@code part} in them, case counted. */
    public static TextPattern containing(String part) {
        return new Part(part);
    }

    /** The text itself. */
    public static TextPattern equalTo(String text) {
        return new Whole(text);
    }

    /** Texts that pass any other test. */
    public static TextPattern where(Predicate<String> test) {
        return new Test(test);
    }

    private static final class Words extends TextPattern {
        private final byte[][] words;

        Words(String text) {
            super(TextRun.of(text, true));
            words = BodyWords.folded(text);
        }

        @Override
        boolean matches(byte[] text, int offset, int length) {
            int end = offset + length;
            int at = BodyWords.begin(text, offset, end);
            while (at < end) {
                if (followFrom(text, at, end)) {
                    return true;
                }
                at = BodyWords.begin(text, BodyWords.end(text, at, end), end);
            }
            return words.length == 0;
        }

        private boolean followFrom(byte[] text, int begin, int end) {
            int at = begin;
            for (byte[] word : words) {
                if (!BodyWords.isAt(text, at, end, word)) {
                    return false;
                }
                at = BodyWords.begin(text, at + word.length, end);
            }
            return true;
        }
    }

    private static final class Part extends TextPattern {
        private final byte[] part;

        Part(String part) {
            super(TextRun.of(part, false));
            this.part = part.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        boolean matches(byte[] text, int offset, int length) {
            int last = offset + length - part.length;
            for (int at = offset; at <= last; at++) {
                if (isAt(text, at)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isAt(byte[] text, int at) {
            for (int i = 0; i < part.length; i++) {
                if (text[at + i] != part[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final class Whole extends TextPattern {
        private final byte[] whole;

        Whole(String text) {
            super(TextRun.of(text, true));
            whole = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        boolean matches(byte[] text, int offset, int length) {
            return Arrays.equals(text, offset, offset + length, whole, 0, whole.length);
        }
    }

    private static final class Test extends TextPattern {
        private final Predicate<String> test;

        Test(Predicate<String> test) {
            super(List.of());
            this.test = test;
        }

        @Override
        boolean matches(byte[] text, int offset, int length) {
            return matches(new String(text, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public boolean matches(String text) {
            return test.test(text);
        }
    }
}
