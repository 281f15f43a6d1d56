package dev.quipu.collector.loki;

import dev.quipu.model.KeyValue;
import dev.quipu.model.otlp.OtlpFormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the labels of a stream as they are written: <code>{name="value", …}</code>, the value quoted as Go quotes
 * strings, with double quotes and escapes or with backticks and none.
 */
final class LokiLabels {

    private final String text;
    private int position;

    private LokiLabels(String text) {
        this.text = text;
    }

    /**
     * In their order.
     *
     * @throws OtlpFormatException when the text is not labels, or a name repeats
     */
    static List<KeyValue> parse(String text) {
        return new LokiLabels(text).read();
    }

    private List<KeyValue> read() {
        List<KeyValue> labels = new ArrayList<>();
        Set<String> names = new HashSet<>();
        expect('{');
        while (peek() != '}') {
            String name = name();
            if (!names.add(name)) {
                throw unexpected("each name once", "'" + name + "' again");
            }
            expect('=');
            labels.add(KeyValue.of(name, value()));
            if (peek() != '}') {
                expect(',');
            }
        }
        expect('}');
        if (peek() != 0) {
            throw unexpected("the end", "'" + peek() + "'");
        }
        return labels;
    }

    /** The next character that is no space; 0 at the end. */
    private char peek() {
        while (position < text.length() && text.charAt(position) <= ' ') {
            position++;
        }
        return position < text.length() ? text.charAt(position) : 0;
    }

    private void expect(char wanted) {
        char got = peek();
        if (got != wanted) {
            throw unexpected("'" + wanted + "'", got == 0 ? "the end" : "'" + got + "'");
        }
        position++;
    }

    private String name() {
        char first = peek();
        if (first == '"' || first == '`') {
            return value();
        }
        int begin = position;
        while (position < text.length() && isNameCharacter(text.charAt(position), position - begin)) {
            position++;
        }
        if (begin == position) {
            throw unexpected("a name", first == 0 ? "the end" : "'" + first + "'");
        }
        return text.substring(begin, position);
    }

    private static boolean isNameCharacter(char c, int at) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (at > 0 && ((c >= '0' && c <= '9') || c == '.' || c == ':'));
    }

    private String value() {
        char quote = peek();
        if (quote != '"' && quote != '`') {
            throw unexpected("a quoted value", quote == 0 ? "the end" : "'" + quote + "'");
        }
        position++;
        StringBuilder value = new StringBuilder();
        while (position < text.length()) {
            char next = text.charAt(position++);
            if (next == quote) {
                return value.toString();
            }
            if (next == '\\' && quote == '"') {
                value.appendCodePoint(escape());
            } else {
                value.append(next);
            }
        }
        throw unexpected("the end of a quoted value", "the end");
    }

    private int escape() {
        char kind = position < text.length() ? text.charAt(position++) : 0;
        return switch (kind) {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            case '\\', '"', '\'' -> kind;
            case 'x' -> digits(2, 16);
            case 'u' -> digits(4, 16);
            case 'U' -> digits(8, 16);
            default -> {
                if (kind < '0' || kind > '7') {
                    throw unexpected("an escape", "'\\" + kind + "'");
                }
                position--;
                yield digits(3, 8);
            }
        };
    }

    private int digits(int count, int radix) {
        if (count > text.length() - position) {
            throw unexpected(count + " digits", "the end");
        }
        int value = 0;
        for (int i = 0; i < count; i++) {
            int digit = Character.digit(text.charAt(position++), radix);
            if (digit < 0) {
                throw unexpected("a digit to base " + radix, "'" + text.charAt(position - 1) + "'");
            }
            value = value * radix + digit;
        }
        if (!Character.isValidCodePoint(value) || (value >= 0xd800 && value <= 0xdfff)) {
            throw unexpected("a code point", Integer.toHexString(value));
        }
        return value;
    }

    private OtlpFormatException unexpected(String expected, String got) {
        return new OtlpFormatException("labels: expected " + expected + " at character " + position + ", got " + got);
    }
}
