package dev.quipu.storage.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;

/** Where a page ended, as clients pass it on: base64url of what the last one is ordered by, the number first. */
record PageCursor(long number, String text) {

    String encoded() {
        byte[] bytes = (number + "\n" + text).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The place that a cursor says.
     *
     * @throws IllegalArgumentException for other text
     */
    static <T> T read(String cursor, Function<PageCursor, T> place) {
        try {
            String fields = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int end = fields.indexOf('\n');
            return place.apply(new PageCursor(Long.parseLong(fields.substring(0, end)), fields.substring(end + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("cursor: expected the nextCursor of a page, got '" + cursor + "'", e);
        }
    }
}
