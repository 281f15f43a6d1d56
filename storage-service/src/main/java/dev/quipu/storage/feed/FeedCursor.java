package dev.quipu.storage.feed;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a reader of the feed has read.
 *
 * <p>Reading goes on while segments are merged. A merged segment stands where the last of its sources stood; a reader
 * between its first and its last source would miss what it has not read of them. So a cursor also says when its page
 * was read: what was merged over it after that is found out, and the reader told.
 *
 * @param position every segment that stands up to here was read
 * @param epoch transactions below this had ended when the page was read
 */
public record FeedCursor(long position, long epoch) {

    /** Before everything. */
    public static final FeedCursor START = new FeedCursor(0, Long.MAX_VALUE);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    /**
     * @throws IllegalArgumentException when the text is not what {@link #toString()} gave
     */
    public static FeedCursor parse(String text) {
        if (text.isEmpty() || text.equals("0")) {
            return START;
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("cursor: expected what nextCursor said, got '" + text + "'");
        }
        return new FeedCursor(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    @Override
    public String toString() {
        return position == 0 ? "0" : position + "-" + epoch;
    }
}
