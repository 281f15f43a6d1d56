package dev.quipu.collector.exposition;

import java.nio.charset.StandardCharsets;

/** A position on a page, which is known to be UTF-8, and the small things that are read there. Not thread-safe. */
final class PageCursor {

    private static final double[] POWERS_OF_TEN = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18
    };
    private static final long MAX_EXACT = 1L << 53;

    private final byte[] page;
    private final int end;
    private final PageLimits limits;
    private int position;
    private int lineEnd;
    private int line;
    private String lastName = "";
    private int lastNameOffset;

    PageCursor(byte[] page, int length, PageLimits limits) {
        this.page = page;
        this.end = length;
        this.limits = limits;
        this.lineEnd = -1;
    }

    /** Goes to the next line; false when there is none. */
    boolean nextLine() throws PageException {
        if (lineEnd + 1 >= end) {
            return false;
        }
        line++;
        position = lineEnd + 1;
        lineEnd = position;
        while (lineEnd < end && page[lineEnd] != '\n') {
            lineEnd++;
        }
        if (lineEnd - position > limits.maxLineBytes()) {
            throw expected("at most " + limits.maxLineBytes() + " bytes in a line", "more");
        }
        return true;
    }

    /** Whether the line that was read last ended in a line feed. */
    boolean lineIsWhole() {
        return lineEnd < end;
    }

    /** The next byte of the line; the line feed at its end. */
    byte peek() {
        return position < lineEnd ? page[position] : (byte) '\n';
    }

    boolean atEnd() {
        return position >= lineEnd;
    }

    void skip() {
        position++;
    }

    /** Passes over spaces and tabs; true when there were some. */
    boolean skipBlanks() {
        int begin = position;
        while (position < lineEnd && (page[position] == ' ' || page[position] == '\t')) {
            position++;
        }
        return position > begin;
    }

    /** Whether the line goes on with the word, which is passed over if so. */
    boolean skipWord(String ascii) {
        if (lineEnd - position < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (page[position + i] != ascii.charAt(i)) {
                return false;
            }
        }
        position += ascii.length();
        return true;
    }

    void expect(char wanted) throws PageException {
        if (peek() != wanted) {
            throw expected("'" + wanted + "'", got());
        }
        position++;
    }

    /** A metric's or label's name. */
    String name(String what, boolean colons) throws PageException {
        int begin = position;
        while (position < lineEnd && isNameByte(page[position], position > begin, colons)) {
            position++;
        }
        int length = position - begin;
        if (length == 0) {
            throw expected(what, got());
        }
        if (length > limits.maxNameBytes()) {
            throw expected("at most " + limits.maxNameBytes() + " bytes in a name", String.valueOf(length));
        }
        if (!colons) {
            return text(begin, length);
        }
        if (length != lastName.length() || !sameAsLast(begin, length)) {
            lastName = text(begin, length);
            lastNameOffset = begin;
        }
        return lastName;
    }

    private boolean sameAsLast(int begin, int length) {
        for (int i = 0; i < length; i++) {
            if (page[begin + i] != page[lastNameOffset + i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameByte(byte b, boolean inside, boolean colons) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || b == '_'
                || (colons && b == ':')
                || (inside && b >= '0' && b <= '9');
    }

    /** A text in double quotes. */
    String quoted(int maxBytes) throws PageException {
        expect('"');
        int begin = position;
        boolean escaped = false;
        while (position < lineEnd && page[position] != '"') {
            if (page[position] == '\\') {
                escaped = true;
                position++;
            }
            position++;
        }
        if (position >= lineEnd) {
            position = lineEnd;
            throw expected("the end of a quoted text", "the end of the line");
        }
        int length = position - begin;
        if (length > maxBytes) {
            throw expected("at most " + maxBytes + " bytes in a text", String.valueOf(length));
        }
        position++;
        return escaped ? unescaped(text(begin, length)) : text(begin, length);
    }

    /** The rest of the line. */
    String rest() {
        String text = text(position, lineEnd - position);
        position = lineEnd;
        return text.indexOf('\\') < 0 ? text : unescaped(text);
    }

    /** Only what the formats know is an escape; another backslash is one. */
    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (c == '\\' && (next == '\\' || next == '"' || next == 'n')) {
                plain.append(next == 'n' ? '\n' : next);
                i++;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** A word up to the next blank. */
    String word() throws PageException {
        int begin = position;
        while (position < lineEnd && page[position] != ' ' && page[position] != '\t') {
            position++;
        }
        if (position == begin) {
            throw expected("a word", got());
        }
        return text(begin, position - begin);
    }

    /** A real number as Go and OpenMetrics write them. Short decimals are read without a text in between, exactly. */
    double number(String what) throws PageException {
        int begin = position;
        boolean negative = peek() == '-';
        position += negative ? 1 : 0;
        long digits = 0;
        int decimals = -1;
        int count = 0;
        while (position < lineEnd) {
            byte b = page[position];
            if (b >= '0' && b <= '9' && count < 18) {
                digits = 10 * digits + b - '0';
                count++;
                decimals += decimals >= 0 ? 1 : 0;
            } else if (b == '.' && decimals < 0) {
                decimals = 0;
            } else {
                break;
            }
            position++;
        }
        boolean ends = atEnd() || page[position] == ' ' || page[position] == '\t';
        if (ends && count > 0 && digits <= MAX_EXACT) {
            double value = decimals > 0 ? digits / POWERS_OF_TEN[decimals] : digits;
            return negative ? -value : value;
        }
        position = begin;
        return longNumber(what);
    }

    private double longNumber(String what) throws PageException {
        if (atEnd() || peek() == ' ') {
            throw expected(what, got());
        }
        int begin = position;
        String word = word();
        String lower = word.toLowerCase(java.util.Locale.ROOT);
        String unsigned = lower.startsWith("+") || lower.startsWith("-") ? lower.substring(1) : lower;
        if (unsigned.equals("nan")) {
            return Double.NaN;
        }
        if (unsigned.equals("inf") || unsigned.equals("infinity")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        boolean javaOnly = unsigned.endsWith("d") || (unsigned.endsWith("f") && !unsigned.startsWith("0x"));
        try {
            if (!javaOnly && !unsigned.isEmpty() && word.length() <= 400) {
                return Double.parseDouble(word);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        position = begin;
        throw expected(what, "'" + (word.length() > 40 ? word.substring(0, 40) + "…" : word) + "'");
    }

    private String text(int offset, int length) {
        return new String(page, offset, length, StandardCharsets.UTF_8);
    }

    /** What stands here, for a message. */
    String got() {
        if (atEnd()) {
            return "the end of the line";
        }
        byte b = page[position];
        return b >= ' ' && b <= '~' ? "'" + (char) b + "'" : "byte 0x" + Integer.toHexString(b & 0xff);
    }

    PageException expected(String expected, String got) {
        return new PageException(line, expected, got);
    }
}
