package dev.quipu.analysis.template;

import dev.quipu.analysis.template.MinerState.TokenState;
import dev.quipu.analysis.template.MinerState.WordState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What stands between two spaces of a template: words and their frame, such as {@code (uid=} and {@code )}. A wild
 * token has one variable that takes whatever is there, frames included.
 */
final class Token {

    private static final char WILD = '\u0003';
    private static final String VARIABLE = "<*>";

    private final String frame;
    private final int wildAt;
    private final @Nullable String[] words;

    /** For each variable its {@link ValueBits}. */
    private final long[] valueBits;

    private final @Nullable String[] samples;

    /** @param frame with {@link BodyScanner#MASK} or {@link #WILD} in each word's place */
    Token(String frame, @Nullable String[] words, long[] valueBits, @Nullable String[] samples) {
        this.frame = frame;
        wildAt = frame.indexOf(WILD);
        this.words = words;
        this.valueBits = valueBits;
        this.samples = samples;
    }

    Token(TokenState state) {
        frame = state.frame();
        wildAt = frame.indexOf(WILD);
        int size = state.words().size();
        words = new String[size];
        valueBits = new long[size];
        samples = new String[size];
        for (int i = 0; i < size; i++) {
            WordState word = state.words().get(i);
            words[i] = word.constant().isEmpty() ? null : word.constant();
            valueBits[i] = word.valueBits();
            samples[i] = word.sampled() ? word.sample() : null;
        }
    }

    TokenState state() {
        List<WordState> states = new ArrayList<>(words.length);
        for (int i = 0; i < words.length; i++) {
            String constant = words[i] == null ? "" : words[i];
            String sample = samples[i] == null ? "" : samples[i];
            states.add(new WordState(constant, valueBits[i], sample, samples[i] != null));
        }
        return new TokenState(frame, states);
    }

    boolean sameFrame(Token other) {
        return frame.equals(other.frame);
    }

    /** The words that differ, as bits; both have the same frame. */
    long difference(Token other) {
        long different = 0;
        for (int i = 0; i < words.length; i++) {
            String mine = words[i];
            String theirs = other.words[i];
            if (mine == null ? theirs != null : !mine.equals(theirs)) {
                different |= 1L << i;
            }
        }
        return different;
    }

    boolean covers(Token body) {
        if (isWild()) {
            String form = body.form();
            return form.length() >= frame.length() - 1
                    && form.startsWith(frame.substring(0, wildAt))
                    && form.endsWith(frame.substring(wildAt + 1));
        }
        if (!sameFrame(body)) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (word != null && !word.equals(body.words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Constant words that are none of those, given as bits. */
    int constantsOutside(long places) {
        int constants = 0;
        for (int i = 0; i < words.length; i++) {
            if ((places >>> i & 1) == 0 && words[i] != null) {
                constants++;
            }
        }
        return constants;
    }

    @Nullable
    String constant(int word) {
        return words[word];
    }

    long valueBits(int word) {
        return valueBits[word];
    }

    /** The bits of all its variables. */
    long valueBits() {
        long bits = 0;
        for (long ofWord : valueBits) {
            bits |= ofWord;
        }
        return bits;
    }

    boolean hasVariable() {
        for (String word : words) {
            if (word == null) {
                return true;
            }
        }
        return false;
    }

    /**
     * Adds what the body scanned last has where the text shows a variable: not where a word is masked for its looks
     * but was always the same name.
     */
    void addParameters(BodyScanner body, int token, List<String> parameters) {
        if (isWild()) {
            String text = body.tokenText(token);
            parameters.add(text.substring(wildAt, text.length() - (frame.length() - 1 - wildAt)));
            return;
        }
        for (int i = 0; i < words.length; i++) {
            if (words[i] == null && samples[i] == null) {
                parameters.add(body.text(body.firstWord(token) + i).strip());
            }
        }
    }

    private boolean isWild() {
        return wildAt >= 0;
    }

    /** Notes the values of the body scanned last; answers whether there was a new one. */
    boolean count(BodyScanner body, int token) {
        if (isWild()) {
            long known = valueBits[0];
            valueBits[0] |= body.tokenBit(token);
            return known != valueBits[0];
        }
        boolean news = false;
        int first = body.firstWord(token);
        for (int i = 0; i < words.length; i++) {
            if (words[i] == null) {
                long bit = body.valueBit(first + i);
                news |= (valueBits[i] & bit) == 0;
                valueBits[i] |= bit;
                if (samples[i] != null && !(body.named(first + i) && body.isText(first + i, samples[i]))) {
                    samples[i] = null;
                }
            }
        }
        return news;
    }

    /** Makes variables of the words given as bits. */
    void generalise(long places) {
        for (int i = 0; i < words.length; i++) {
            if ((places >>> i & 1) != 0) {
                String word = words[i];
                if (word != null) {
                    valueBits[i] |= ValueBits.of(word);
                    words[i] = null;
                }
                samples[i] = null;
            }
        }
    }

    /** A wild token that covers all of these, with what all begin and end with around its variable. */
    static Token covering(List<Token> tokens) {
        List<String> forms = tokens.stream().map(Token::form).toList();
        long bits = 0;
        for (int i = 0; i < forms.size(); i++) {
            bits |= tokens.get(i).hasVariable() ? tokens.get(i).valueBits() : ValueBits.of(forms.get(i));
        }
        CommonEnds ends = CommonEnds.of(forms);
        String frame = ends.before() + WILD + ends.after();
        return new Token(frame, new @Nullable String[1], new long[] {bits}, new @Nullable String[1]);
    }

    static boolean isVariable(char c) {
        return c == BodyScanner.MASK || c == WILD;
    }

    /** Takes in the values of one that differs in nothing but what is variable here. */
    void absorb(Token other) {
        if (isWild()) {
            valueBits[0] |= other.valueBits();
            return;
        }
        for (int i = 0; i < words.length; i++) {
            if (words[i] == null) {
                String word = other.words[i];
                valueBits[i] |= word == null ? other.valueBits[i] : ValueBits.of(word);
                if (samples[i] != null && !samples[i].equals(other.samples[i])) {
                    samples[i] = null;
                }
            }
        }
    }

    /** Of the form, never 0; 0 when there is a variable. */
    int hash() {
        return hasVariable() ? 0 : form().hashCode() | 1;
    }

    /** The token with its constant words; variables as in the frame. */
    String form() {
        String variable = String.valueOf(isWild() ? WILD : BodyScanner.MASK);
        return filled(word -> words[word] == null ? variable : words[word]);
    }

    /** The token as it is shown. */
    String text() {
        return filled(this::shown);
    }

    private String filled(IntFunction<String> wordText) {
        StringBuilder filled = new StringBuilder();
        int word = 0;
        for (int i = 0; i < frame.length(); i++) {
            char c = frame.charAt(i);
            if (isVariable(c)) {
                filled.append(wordText.apply(word++));
            } else {
                filled.append(c);
            }
        }
        return filled.toString();
    }

    private String shown(int word) {
        if (words[word] != null) {
            return words[word];
        }
        return samples[word] != null ? samples[word] : VARIABLE;
    }
}
