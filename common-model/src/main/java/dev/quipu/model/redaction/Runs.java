package dev.quipu.model.redaction;

/**
 * Runs of a token's characters in one text. The last one is remembered, so that asking for its end from many places in
 * it reads it once: repeated beginnings of tokens cost no more than their length. Not thread-safe.
 */
final class Runs {

    private final String text;
    private final String marks;
    private int from;
    private int end = -1;
    private int trimmed;
    private int lastDigit = -1;

    /** @param marks what a run is of beside letters and digits */
    Runs(String text, String marks) {
        this.text = text;
        this.marks = marks;
    }

    /** One past the last character of the run that goes on at a place; that place when there is none. */
    int end(int at) {
        read(at);
        return end;
    }

    /** As {@link #end}, without the dots that it ends in. */
    int trimmedEnd(int at) {
        read(at);
        return Math.max(at, trimmed);
    }

    /** Whether the run has a digit at a place or behind it. */
    boolean hasDigit(int at) {
        read(at);
        return lastDigit >= at;
    }

    private void read(int at) {
        if (at >= from && at <= end) {
            return;
        }
        from = at;
        lastDigit = -1;
        int i = at;
        while (i < text.length() && isPart(text.charAt(i))) {
            if (Ascii.isDigit(text.charAt(i))) {
                lastDigit = i;
            }
            i++;
        }
        end = i;
        while (i > at && text.charAt(i - 1) == '.') {
            i--;
        }
        trimmed = i;
    }

    private boolean isPart(char c) {
        return Ascii.isDigit(c) || Ascii.isLetter(c) || marks.indexOf(c) >= 0;
    }
}
