package dev.quipu.storage.api;

import dev.quipu.model.Metric;
import dev.quipu.storage.catalog.MetricNames.ListedKey;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a page of metrics ended, as clients pass it on: base64url of the last one's fields, one a line. */
final class MetricCursor {

    private static final int FIELDS = 5;

    private MetricCursor() {}

    static String text(ListedKey last) {
        String fields = String.join(
                "\n",
                Integer.toString(last.kind().ordinal()),
                Integer.toString(last.temporality()),
                Boolean.toString(last.monotonic()),
                URLEncoder.encode(last.unit(), StandardCharsets.UTF_8),
                last.name());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fields.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws IllegalArgumentException for other text
     */
    static ListedKey read(String cursor) {
        try {
            String[] fields =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\n", FIELDS);
            return new ListedKey(
                    fields[4],
                    Metric.Kind.values()[Integer.parseInt(fields[0])],
                    URLDecoder.decode(fields[3], StandardCharsets.UTF_8),
                    Integer.parseInt(fields[1]),
                    Boolean.parseBoolean(fields[2]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("cursor: expected the nextCursor of a page, got '" + cursor + "'", e);
        }
    }
}
