package dev.quipu.model.redaction;

/** Characters as the scans tell them apart. A place outside of the text has none: {@code 0}. */
final class Ascii {

    private Ascii() {}

    static char at(String text, int index) {
        return index >= 0 && index < text.length() ? text.charAt(index) : 0;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isHex(char c) {
        return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    /** Letters and digits of any script, and the underscore. */
    static boolean isWord(char c) {
        return isDigit(c) || isLetter(c) || c == '_' || c > 127 && Character.isLetterOrDigit(c);
    }

    static int digit(char c) {
        return c - '0';
    }

    /** Whether the text before {@code end} ends so, whatever the case; the suffix is in lower case. */
    static boolean endsAt(String text, int end, String suffix) {
        return end >= suffix.length() && text.regionMatches(true, end - suffix.length(), suffix, 0, suffix.length());
    }
}
