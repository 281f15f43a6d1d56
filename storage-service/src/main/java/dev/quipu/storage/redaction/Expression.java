package dev.quipu.storage.redaction;

import com.google.re2j.PatternSyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Regular expressions of RE2's, which take linear time, bounded in what it takes to compile and hold them. */
public final class Expression {

    public static final int MAX_LENGTH = 1_000;

    /** Counted repetitions are written out: {@code (..){1000}} is as large as a thousand times what it repeats. */
    private static final long MAX_WRITTEN_OUT = 50_000;

    private static final long MAX_REPETITIONS = 1_000;
    private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)(?:,(\\d*))?\\}");

    private Expression() {}

    /**
     * The expression as it came.
     *
     * @param field named in the error
     * @throws IllegalArgumentException when the text is no such expression, or too large a one
     */
    public static String checked(String field, String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(field + ": expected a regular expression of 1 to " + MAX_LENGTH
                    + " characters, got " + text.length());
        }
        if (repetitions(text) * text.length() > MAX_WRITTEN_OUT) {
            throw new IllegalArgumentException(field + ": expected a regular expression of at most " + MAX_WRITTEN_OUT
                    + " characters when its counted repetitions are written out, got more");
        }
        try {
            com.google.re2j.Pattern.compile(text);
            return text;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    field + ": expected a regular expression of RE2's, got '" + text + "': " + e.getDescription(), e);
        }
    }

    /** As if they were all nested; more than {@value #MAX_REPETITIONS} are as good as any number. */
    private static long repetitions(String text) {
        long product = 1;
        Matcher found = REPETITION.matcher(text);
        while (found.find() && product <= MAX_REPETITIONS) {
            String most = found.group(2) == null || found.group(2).isEmpty() ? found.group(1) : found.group(2);
            product *= most.length() > 4 ? MAX_WRITTEN_OUT + 1 : Math.max(1, Long.parseLong(most));
        }
        return product > MAX_REPETITIONS ? MAX_WRITTEN_OUT + 1 : product;
    }
}
