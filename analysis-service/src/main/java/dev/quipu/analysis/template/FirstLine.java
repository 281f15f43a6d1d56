package dev.quipu.analysis.template;

/**
 * The first line of a body that is not blank: what a stack trace is told by.
 *
 * @param start of the line in the body
 * @param end after its last character; equal to the start when the body is blank
 */
record FirstLine(int start, int end) {

    static FirstLine of(String body, int maxChars) {
        int start = 0;
        while (start < body.length() && CharKinds.isSpace(body.charAt(start))) {
            start++;
        }
        int limit = (int) Math.min(body.length(), (long) start + maxChars);
        int end = start;
        while (end < limit && !CharKinds.isLineEnd(body.charAt(end))) {
            end++;
        }
        boolean tooLong = end == limit && end < body.length();
        return new FirstLine(start, tooLong ? lastWhole(body, start, end) : end);
    }

    /** Where a line that is too long is cut so that no half word is left; a single word is cut where it must. */
    private static int lastWhole(String body, int start, int end) {
        int whole = end;
        while (whole > start && !CharKinds.isSpace(body.charAt(whole))) {
            whole--;
        }
        if (whole > start) {
            return whole;
        }
        return Character.isHighSurrogate(body.charAt(end - 1)) ? end - 1 : end;
    }
}
