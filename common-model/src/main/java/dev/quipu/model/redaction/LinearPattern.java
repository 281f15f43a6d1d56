package dev.quipu.model.redaction;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression of RE2's, which takes linear time whatever it is, bounded in what it costs to hold. Where every
 * match has to contain some plain text, its characters tell soon that there is none.
 */
final class LinearPattern {

    static final int MAX_LENGTH = 1_000;

    /** Counted repetitions multiply when they are nested. */
    private static final long MAX_REPETITIONS = 1_000;

    /** A shorter one may be read as often as it has characters. */
    private static final int SHORT_TEXT = 256;

    private static final long MOST_READS_PER_CHARACTER = 100;

    private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)(?:,(\\d*))?\\}");
    private static final String ESCAPED_PLAIN = "\\.+*?()|[]{}^$-_/:=@#%&!,;<>~'\" ";

    private static final Alphabet NUMBER = Alphabet.of("-0123456789");

    private final Pattern pattern;
    private final Literal required;

    /**
     * @param what names the expression in errors
     * @throws IllegalArgumentException when the text is no such expression, or too large a one
     */
    LinearPattern(String what, String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(what + ": expected a regular expression of 1 to " + MAX_LENGTH
                    + " characters, got " + text.length());
        }
        if (repetitions(text) > MAX_REPETITIONS) {
            throw new IllegalArgumentException(what + ": expected at most " + MAX_REPETITIONS
                    + " counted repetitions, got more in '" + text + "'");
        }
        try {
            pattern = Pattern.compile(text, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    what + ": expected a regular expression of RE2's, got '" + text + "': " + e.getDescription(), e);
        }
        required = Literal.of(requiredText(text));
    }

    boolean maybeIn(Alphabet alphabet) {
        return alphabet.holds(required);
    }

    /** Text that every match has; empty where that is hard to say. */
    Literal required() {
        return required;
    }

    /** Whether it may find something in text of digits and a minus. */
    boolean maybeInNumber() {
        return NUMBER.hasAll(required.letters());
    }

    boolean isIn(String text) {
        return pattern.matcher(text).find();
    }

    /**
     * Tells every match. One match is found in linear time, but many of them may each read the text to its end to know that
     * they are no longer: a text that is read too often is told as one match, all of it.
     */
    void scan(String text, Detector.Matches matches) {
        Matcher matcher = pattern.matcher(text.length() > SHORT_TEXT ? new CountedText(text) : text);
        try {
            while (matcher.find()) {
                if (matcher.end() > matcher.start()) {
                    matches.found(matcher.start(), matcher.end());
                }
            }
        } catch (ReadTooOftenException e) {
            matches.found(0, text.length());
        }
    }

    /** A text that can be read so often, and no more. */
    private static final class CountedText implements CharSequence {
        private final String text;
        private long readsLeft;

        CountedText(String text) {
            this.text = text;
            readsLeft = MOST_READS_PER_CHARACTER * text.length();
        }

        @Override
        public char charAt(int index) {
            if (readsLeft-- == 0) {
                throw new ReadTooOftenException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class ReadTooOftenException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ReadTooOftenException() {
            super("a text was read more than " + MOST_READS_PER_CHARACTER + " times", null, false, false);
        }
    }

    private static long repetitions(String text) {
        long product = 1;
        Matcher found = REPETITION.matcher(text);
        while (found.find() && product <= MAX_REPETITIONS) {
            String most = found.group(2) == null || found.group(2).isEmpty() ? found.group(1) : found.group(2);
            product *= most.length() > 4 ? MAX_REPETITIONS + 1 : Math.max(1, Long.parseLong(most));
        }
        return product;
    }

    /**
     * The longest plain text that stands in the expression outside of groups and classes, and so in every match; empty
     * when there is none, or when flags, alternatives or quotes make that hard to say.
     */
    static String requiredText(String expression) {
        if (expression.contains("(?") || expression.contains("|") || expression.contains("\\Q")) {
            return "";
        }
        String longest = "";
        StringBuilder run = new StringBuilder();
        int depth = 0;
        int i = 0;
        while (i < expression.length()) {
            char c = expression.charAt(i);
            int next = i + 1;
            char literal = 0;
            if (c == '\\') {
                char escaped = Ascii.at(expression, i + 1);
                literal = ESCAPED_PLAIN.indexOf(escaped) >= 0 ? escaped : 0;
                next = literal == 0 ? expression.length() : i + 2;
                if (literal == 0 && "dDwWsSbBAz".indexOf(escaped) >= 0) {
                    next = i + 2;
                }
            } else if (c == '[') {
                next = classEnd(expression, i);
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == '{') {
                next = Math.max(i, expression.indexOf('}', i)) + 1;
            } else if (".^$*+?".indexOf(c) < 0 && c < 128) {
                literal = c;
            }
            char after = Ascii.at(expression, next);
            boolean optional = after == '*' || after == '?' || after == '{';
            if (literal != 0 && depth == 0 && !optional) {
                run.append(literal);
            }
            if (literal == 0 || depth > 0 || optional || after == '+') {
                longest = run.length() > longest.length() ? run.toString() : longest;
                run.setLength(0);
            }
            i = next;
        }
        return run.length() > longest.length() ? run.toString() : longest;
    }

    private static int classEnd(String expression, int start) {
        int i = start + 1;
        if (Ascii.at(expression, i) == '^') {
            i++;
        }
        if (Ascii.at(expression, i) == ']') {
            i++;
        }
        while (i < expression.length() && expression.charAt(i) != ']') {
            if (expression.charAt(i) == '[' && Ascii.at(expression, i + 1) == ':') {
                int named = expression.indexOf(":]", i);
                i = named < 0 ? expression.length() : named + 2;
            } else {
                i += expression.charAt(i) == '\\' ? 2 : 1;
            }
        }
        return Math.min(expression.length(), i + 1);
    }
}
