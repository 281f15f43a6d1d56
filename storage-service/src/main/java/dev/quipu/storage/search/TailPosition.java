package dev.quipu.storage.search;

import java.util.regex.Pattern;

/**
 * How far a follower was told what is stored.
 *
 * @param xid everything that transactions below it committed was told
 */
public record TailPosition(long xid) {

    private static final Pattern TEXT = Pattern.compile("\\d{1,18}");

    public TailPosition {
        if (xid < 0) {
            throw new IllegalArgumentException("after: expected 0 or more, got " + xid);
        }
    }

    /**
     * @throws IllegalArgumentException when the text is not what {@link #toString()} gave
     */
    public static TailPosition parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "after: expected the id of an event, which is a number of at most 18 digits, got '" + text + "'");
        }
        return new TailPosition(Long.parseLong(text));
    }

    @Override
    public String toString() {
        return Long.toString(xid);
    }
}
