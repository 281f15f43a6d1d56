package dev.quipu.analysis.template;

/** What a character can be in a body: a space, a part of a word, a digit. */
final class CharKinds {

    private static final char FIRST_IDEOGRAPH = '\u2E80';
    private static final String INSIDE_WORDS = "_.-/\\$%+~@";
    private static final boolean[] IN_WORD = inWord();

    private CharKinds() {}

    private static boolean[] inWord() {
        boolean[] inWord = new boolean[0x80];
        for (char c = 0; c < inWord.length; c++) {
            inWord[c] = isLetter(c) || isDigit(c) || INSIDE_WORDS.indexOf(c) >= 0;
        }
        return inWord;
    }

    /** White space, and whatever cannot be seen. */
    static boolean isSpace(char c) {
        if (c < 0x80) {
            return c <= ' ' || c == 0x7F;
        }
        if (c >= FIRST_IDEOGRAPH && c < '\uFE00') {
            return c == '\u3000';
        }
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT -> true;
            default -> false;
        };
    }

    static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029' || c == '\u0085';
    }

    static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean isDigit(char c) {
        return c < 0x80 ? c >= '0' && c <= '9' : Character.isDigit(c);
    }

    static boolean isInWord(char c) {
        return c < 0x80 ? IN_WORD[c] : !isSpace(c);
    }

    /** Letters, digits, {@code _} and {@code $}: what a word can begin and end with. */
    static boolean isCore(char c) {
        return c < 0x80 ? isLetter(c) || isDigit(c) || c == '_' || c == '$' : !isSpace(c);
    }

    static boolean startsNumber(char c) {
        return isDigit(c) || c == '-' || c == '+' || c == '.';
    }

    /** Whether a word begins there: a core character, a sign or point before a digit, a slash before a name. */
    static boolean startsWord(String text, int at, int end) {
        char c = text.charAt(at);
        if (isCore(c)) {
            return true;
        }
        if (at + 1 >= end) {
            return false;
        }
        char next = text.charAt(at + 1);
        if (c == '/') {
            return isCore(next) && (at == 0 || text.charAt(at - 1) != '<');
        }
        return startsNumber(c) && isDigit(next);
    }

    static boolean hasDigit(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a word ends between the two: scripts written without spaces part from what is written with them. */
    static boolean isScriptBorder(char left, char right) {
        return left < 0x80 && isIdeograph(right) || isIdeograph(left) && right < 0x80;
    }

    private static boolean isIdeograph(char c) {
        return c >= FIRST_IDEOGRAPH && !Character.isSurrogate(c);
    }
}
