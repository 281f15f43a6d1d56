package dev.quipu.model.series;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.function.Predicate;

/**
 * A condition on what a series has under a key. What is absent counts as empty text, as Prometheus has it.
 *
 * @param key as {@link Series#text} takes it
 * @param value text, or a regular expression of RE2's that has to match the whole text
 */
public record SeriesMatcher(String key, Operator operator, String value, Predicate<String> test) {

    /** How text is compared. */
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        MATCHES("=~"),
        MATCHES_NOT("!~");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    private static final int MAX_REGEX_LENGTH = 2_000;

    /** Counted repetitions multiply when they are nested; more than this would make a program too large to hold. */
    private static final long MAX_REPETITIONS = 1_000;

    private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)(?:,(\\d*))?\\}");

    /**
     * @throws IllegalArgumentException when the value is no regular expression although it has to be one
     */
    public static SeriesMatcher of(String key, Operator operator, String value) {
        return new SeriesMatcher(
                key,
                operator,
                value,
                switch (operator) {
                    case EQUAL -> value::equals;
                    case NOT_EQUAL -> text -> !value.equals(text);
                    case MATCHES -> regex(key, value)::matches;
                    case MATCHES_NOT -> {
                        Pattern pattern = regex(key, value);
                        yield text -> !pattern.matches(text);
                    }
                });
    }

    private static Pattern regex(String key, String text) {
        if (text.length() > MAX_REGEX_LENGTH) {
            throw new IllegalArgumentException(key + ": expected a regular expression of at most " + MAX_REGEX_LENGTH
                    + " characters, got " + text.length());
        }
        if (repetitions(text) > MAX_REPETITIONS) {
            throw new IllegalArgumentException(
                    key + ": expected at most " + MAX_REPETITIONS + " counted repetitions, got more in '" + text + "'");
        }
        try {
            return Pattern.compile(text, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    key + ": expected a regular expression of RE2's, got '" + text + "': " + e.getDescription(), e);
        }
    }

    private static long repetitions(String text) {
        long product = 1;
        com.google.re2j.Matcher found = REPETITION.matcher(text);
        while (found.find() && product <= MAX_REPETITIONS) {
            String most = found.group(2) == null || found.group(2).isEmpty() ? found.group(1) : found.group(2);
            product *= most.length() > 4 ? MAX_REPETITIONS + 1 : Math.max(1, Long.parseLong(most));
        }
        return product;
    }
}
