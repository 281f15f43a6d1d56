package dev.quipu.model;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Text as PostgreSQL can keep and index it: no NUL, no half surrogates, and no longer than an index entry may be.
 * What is cut off is stood for by a checksum, so that different names stay different.
 */
public final class CatalogText {

    /** Code points of a name that is part of a component's key. */
    public static final int MAX_NAME = 180;

    /** Code points of a span name. */
    public static final int MAX_SPAN_NAME = 360;

    private static final int CHECKSUM_CHARACTERS = 9;

    private CatalogText() {}

    /** The text itself when it can be kept as it is. */
    public static String bounded(String text, int maxCodePoints) {
        String clean = isClean(text) ? text : cleaned(text);
        if (clean.length() <= maxCodePoints || clean.codePointCount(0, clean.length()) <= maxCodePoints) {
            return clean;
        }
        CRC32C crc = new CRC32C();
        crc.update(clean.getBytes(StandardCharsets.UTF_8));
        int end = clean.offsetByCodePoints(0, maxCodePoints - CHECKSUM_CHARACTERS);
        return clean.substring(0, end) + String.format("~%08x", crc.getValue());
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean keeps = c != 0 && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
            clean.appendCodePoint(keeps ? c : 0xFFFD);
        });
        return clean.toString();
    }
}
