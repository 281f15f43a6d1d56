package dev.quipu.analysis.template;

import org.jspecify.annotations.Nullable;

/**
 * Cuts the first line of a body into words and what stands between them, and masks the words that are values by their
 * looks. One object is used again and again by one thread; what it answers is about the body scanned last.
 *
 * <pre>
 * body   Took 19.05 seconds to build /var/lib/x (try 2)
 * words  Took MASK  seconds to build MASK        try MASK
 * </pre>
 *
 * Values that only joiners part, such as {@code 10.0.0.1:80}, {@code 3, 4, 5} or a date, are one value, so that lists
 * of any length have one shape. Nothing between brackets or after {@code key=} is a value, too: the empty one.
 */
final class BodyScanner {

    static final char MASK = '\u0001';
    private static final char WORD = '\u0002';
    private static final int MAX_REPEATED_PUNCTUATION = 3;
    private static final String JOINERS = " ,:;.-+/#|";

    private final MiningLimits limits;
    private final StringBuilder key = new StringBuilder();
    private final StringBuilder frame = new StringBuilder();
    private final int[] from;
    private final int[] to;
    private final int[] keyEnd;
    private final int[] tokenOf;
    private final int[] tokenFrom;
    private final int[] tokenTo;
    private final int[] firstWord;
    private final boolean[] named;
    private final boolean[] masked;

    private String body = "";
    private int end;
    private int size;
    private int tokenCount;
    private boolean spaceBefore;
    private boolean joined;
    private int gapFrom;

    BodyScanner(MiningLimits limits) {
        this.limits = limits;
        from = new int[limits.maxWords()];
        to = new int[limits.maxWords()];
        keyEnd = new int[limits.maxWords()];
        tokenOf = new int[limits.maxWords()];
        tokenFrom = new int[limits.maxWords()];
        tokenTo = new int[limits.maxWords()];
        firstWord = new int[limits.maxWords()];
        named = new boolean[limits.maxWords()];
        masked = new boolean[limits.maxWords()];
    }

    void scan(String text) {
        body = text;
        key.setLength(0);
        size = 0;
        tokenCount = 0;
        joined = true;
        spaceBefore = false;
        gapFrom = 0;
        FirstLine line = FirstLine.of(text, limits.maxBodyChars());
        end = line.end();
        int at = line.start();
        while (at < end) {
            char c = body.charAt(at);
            if (CharKinds.isSpace(c)) {
                spaceBefore = true;
                at++;
            } else {
                at = token(at, c);
            }
        }
    }

    /** Bodies have the same key if and only if they have the same words and the same text between them. */
    String key() {
        return key.toString();
    }

    /** The number of the token's first word, whether it has one or not. */
    int firstWord(int token) {
        return firstWord[token];
    }

    /** The token's as if it were one value. */
    long tokenBit(int token) {
        return ValueBits.of(body, tokenFrom[token], tokenTo[token]);
    }

    String tokenText(int token) {
        return body.substring(tokenFrom[token], tokenTo[token]);
    }

    /** Whether a masked word looks like a name with digits in it, which may well be constant. */
    boolean named(int word) {
        return named[word];
    }

    String text(int word) {
        return body.substring(from[word], to[word]);
    }

    boolean isText(int word, String text) {
        return chars(word) == text.length() && body.startsWith(text, from[word]);
    }

    private int chars(int word) {
        return to[word] - from[word];
    }

    long valueBit(int word) {
        return ValueBits.of(body, from[word], to[word]);
    }

    /** The body as a template that covers nothing but its shape. */
    Token[] tokens() {
        String[] frames = frame().split(" ", -1);
        Token[] tokens = new Token[tokenCount];
        for (int token = 0; token < tokenCount; token++) {
            int first = firstWord[token];
            int words = (token + 1 < tokenCount ? firstWord[token + 1] : size) - first;
            tokens[token] = token(frames[token], first, words);
        }
        return tokens;
    }

    private Token token(String frameOfToken, int first, int count) {
        @Nullable String[] words = new String[count];
        long[] valueBits = new long[count];
        @Nullable String[] samples = new String[count];
        for (int i = 0; i < count; i++) {
            int word = first + i;
            if (masked[word]) {
                valueBits[i] = valueBit(word);
                samples[i] = named[word] && chars(word) <= limits.maxWordChars() ? text(word) : null;
            } else {
                words[i] = text(word);
            }
        }
        return new Token(frameOfToken, words, valueBits, samples);
    }

    private String frame() {
        frame.setLength(0);
        int at = 0;
        for (int word = 0; word < size; word++) {
            int width = masked[word] ? 1 : 1 + chars(word);
            frame.append(key, at, keyEnd[word] - width).append(MASK);
            at = keyEnd[word];
        }
        return frame.append(key, at, key.length()).toString();
    }

    private int token(int at, char c) {
        if (isFull()) {
            mask(at, end, false);
            return end;
        }
        if (!CharKinds.startsWord(body, at, end)) {
            return punctuation(at, c);
        }
        int last = Words.endOfPlace(body, at, end);
        if (last > at) {
            mask(at, last, false);
            return last;
        }
        last = Words.endOfWord(body, at, end);
        if (afterNumber() && Words.isUnit(body, at, last)) {
            to[size - 1] = last;
            tokenTo[tokenCount - 1] = last;
            spaceBefore = false;
        } else if (last - at > limits.maxWordChars() || Words.isValue(body, at, last, end)) {
            mask(at, last, false);
        } else if (CharKinds.hasDigit(body, at, last)) {
            mask(at, last, !CharKinds.startsNumber(c));
        } else {
            word(at, last);
        }
        return last;
    }

    private boolean isFull() {
        int last = limits.maxWords() - 1;
        return size == last || tokenCount == last && spaceBefore;
    }

    private boolean afterNumber() {
        return size > 0
                && masked[size - 1]
                && !named[size - 1]
                && spaceBefore
                && key.length() == gapFrom
                && CharKinds.isDigit(body.charAt(Math.max(0, to[size - 1] - 1)));
    }

    private int punctuation(int at, char c) {
        gap(at);
        tokenTo[tokenCount - 1] = at + 1;
        int repeated = key.length();
        int least = Math.max(gapFrom, repeated - MAX_REPEATED_PUNCTUATION);
        while (repeated > least && key.charAt(repeated - 1) == c) {
            repeated--;
        }
        if (key.length() - repeated < MAX_REPEATED_PUNCTUATION) {
            key.append(c);
        }
        joined &= JOINERS.indexOf(c) >= 0;
        if (!isFull() && Words.holdsNothing(body, at, end)) {
            mask(at + 1, at + 1, true);
        }
        return at + 1;
    }

    private void gap(int at) {
        if (tokenCount == 0 || spaceBefore) {
            if (tokenCount > 0) {
                key.append(' ');
            }
            tokenFrom[tokenCount] = at;
            tokenTo[tokenCount] = at;
            firstWord[tokenCount] = size;
            tokenCount++;
        }
        spaceBefore = false;
    }

    private void mask(int start, int last, boolean name) {
        boolean labelled = spaceBefore && key.length() > 0 && key.charAt(key.length() - 1) == ':';
        if (size > 0 && masked[size - 1] && joined && !labelled) {
            key.setLength(gapFrom);
            tokenCount = tokenOf[size - 1] + 1;
            tokenTo[tokenCount - 1] = last;
            to[size - 1] = last;
            named[size - 1] = false;
            spaceBefore = false;
            return;
        }
        gap(start);
        key.append(MASK);
        add(start, last, name, true);
    }

    private void word(int start, int last) {
        gap(start);
        key.append(WORD).append(body, start, last);
        add(start, last, false, false);
    }

    private void add(int start, int last, boolean name, boolean isMasked) {
        from[size] = start;
        to[size] = last;
        named[size] = name;
        masked[size] = isMasked;
        keyEnd[size] = key.length();
        tokenOf[size] = tokenCount - 1;
        tokenTo[tokenCount - 1] = Math.max(tokenTo[tokenCount - 1], last);
        gapFrom = key.length();
        joined = true;
        size++;
    }
}
