package dev.quipu.analysis.read;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.TimeParameter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which part of a list is asked for.
 *
 * @param from position of its first element
 * @param limit elements at most
 */
public record Page(int from, int limit) {

    private static final int DEFAULT_LIMIT = 1000;
    private static final int MAX_LIMIT = 10_000;

    /**
     * @throws BadParameterException when a parameter is not what it should be
     */
    public static Page of(Optional<String> cursor, Optional<String> limit) {
        int most = limit.map(text -> number("limit", text, 1)).orElse(DEFAULT_LIMIT);
        return new Page(cursor.map(text -> number("cursor", text, 0)).orElse(0), Math.min(most, MAX_LIMIT));
    }

    /**
     * Of an answer that is worked out anew for each page: pages after the first need a window with both ends, neither
     * of which moves.
     *
     * @throws BadParameterException when a parameter is not what it should be
     */
    public static Page of(Optional<String> cursor, Optional<String> limit, Optional<String> from, Optional<String> to) {
        if (cursor.isPresent() && (from.isEmpty() || to.isEmpty())) {
            throw new BadParameterException(
                    "cursor: expected 'from' and 'to' beside it, as on the first page, or the pages are not of one answer");
        }
        if (cursor.isPresent() && Stream.of(from, to).flatMap(Optional::stream).anyMatch(TimeParameter::isRelative)) {
            throw new BadParameterException(
                    "cursor: expected a 'from' and 'to' that stay, not 'now', or the pages are not of one answer");
        }
        return of(cursor, limit);
    }

    private static int number(String parameter, String text, int least) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadParameterException(
                parameter + ": expected a whole number from " + least + " on, got '" + text + "'");
    }

    public <T> List<T> of(List<T> all) {
        int begin = Math.min(from, all.size());
        return all.subList(begin, begin + Math.min(limit, all.size() - begin));
    }

    /** Empty after the last page. */
    public String nextCursor(int size) {
        long end = (long) from + limit;
        return end < size ? Long.toString(end) : "";
    }
}
