package dev.quipu.model.series;

import dev.quipu.model.series.SeriesMatcher.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code name{key op "value", ...}} (Prometheus, "Time series selectors", with quoted names). For one text.
 *
 * <pre>
 * selector := [name] ["{" [item ("," item)* [","]] "}"]
 * item     := string | (name | string) ("=" | "!=" | "=~" | "!~") string
 * name     := letter, digit, "_", ":" or "." in any number, no digit first
 * string   := in double or single quotes with backslash escapes, or in backquotes as it is
 * </pre>
 */
final class SelectorParser {

    private static final int MAX_LENGTH = 10_000;

    private final String text;
    private int at;

    SelectorParser(String text) {
        this.text = text;
    }

    List<SeriesMatcher> parse() {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "match: expected at most " + MAX_LENGTH + " characters, got " + text.length());
        }
        List<SeriesMatcher> matchers = new ArrayList<>();
        skipSpace();
        if (isNameStart()) {
            matchers.add(SeriesMatcher.of(SeriesSelector.NAME, Operator.EQUAL, name()));
        }
        skipSpace();
        if (take('{')) {
            items(matchers);
        }
        skipSpace();
        if (at < text.length()) {
            throw malformed("the end");
        }
        return matchers;
    }

    private void items(List<SeriesMatcher> matchers) {
        skipSpace();
        while (!take('}')) {
            matchers.add(item());
            skipSpace();
            if (!take(',') && !(at < text.length() && text.charAt(at) == '}')) {
                throw malformed("',' or '}'");
            }
            skipSpace();
        }
    }

    private SeriesMatcher item() {
        boolean isQuoted = isQuote();
        if (!isQuoted && !isNameStart()) {
            throw malformed("a key or a quoted metric name");
        }
        String key = isQuoted ? string() : name();
        skipSpace();
        if (isQuoted && (at == text.length() || text.charAt(at) == ',' || text.charAt(at) == '}')) {
            return SeriesMatcher.of(SeriesSelector.NAME, Operator.EQUAL, key);
        }
        Operator operator = operator();
        skipSpace();
        if (!isQuote()) {
            throw malformed("a value in quotes");
        }
        return SeriesMatcher.of(key, operator, string());
    }

    private Operator operator() {
        for (Operator operator : List.of(Operator.MATCHES, Operator.MATCHES_NOT, Operator.NOT_EQUAL, Operator.EQUAL)) {
            if (text.startsWith(operator.symbol(), at)) {
                at += operator.symbol().length();
                return operator;
            }
        }
        throw malformed("=, !=, =~ or !~");
    }

    private boolean isQuote() {
        return at < text.length() && "\"'`".indexOf(text.charAt(at)) >= 0;
    }

    private boolean isNameStart() {
        return at < text.length() && isNamePart(text.charAt(at)) && !Character.isDigit(text.charAt(at));
    }

    private static boolean isNamePart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == ':' || c == '.';
    }

    private String name() {
        int begin = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        return text.substring(begin, at);
    }

    private String string() {
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            value.append(c == '\\' && quote != '`' ? escaped() : c);
        }
        if (!take(quote)) {
            throw malformed("a closing " + quote);
        }
        return value.toString();
    }

    /** As Go has them, so far as they stand for one character; a regular expression's own backslash is doubled. */
    private char escaped() {
        if (at == text.length()) {
            throw malformed("a character after \\");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '"', '\'' -> c;
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw malformed("four hex digits after \\u");
                }
                try {
                    char unicode = (char) Integer.parseInt(text.substring(at, at + 4), 16);
                    at += 4;
                    yield unicode;
                } catch (NumberFormatException e) {
                    throw malformed("four hex digits after \\u");
                }
            }
            default -> {
                at--;
                throw malformed("n, t, r, u, a quote or a backslash after \\");
            }
        };
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private IllegalArgumentException malformed(String expected) {
        String got = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new IllegalArgumentException(
                "match: expected " + expected + " at character " + (at + 1) + ", got " + got + " in '" + text + "'");
    }
}
