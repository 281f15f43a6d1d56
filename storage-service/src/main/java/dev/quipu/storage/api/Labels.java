package dev.quipu.storage.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts, and maps of them, in bodies that people write: no larger than is sensible. */
final class Labels {

    static final int MAX_TEXT = 500;
    private static final int MAX_LABELS = 64;

    private Labels() {}

    /**
     * @throws IllegalArgumentException when the text is too long
     */
    static String text(String field, String text) {
        return text(field, text, MAX_TEXT);
    }

    /**
     * @throws IllegalArgumentException when the text is too long
     */
    static String text(String field, String text, int maxCharacters) {
        if (text.length() > maxCharacters) {
            throw new IllegalArgumentException(
                    field + ": expected at most " + maxCharacters + " characters, got " + text.length());
        }
        return text;
    }

    /**
     * A name that others are told by.
     *
     * @throws IllegalArgumentException when it is absent, blank or too long
     */
    static String name(String field, @Nullable String name, int maxCharacters) {
        String told = Required.field(field, name);
        if (told.isBlank()) {
            throw new IllegalArgumentException(field + ": expected a name, got blank text");
        }
        return text(field, told, maxCharacters);
    }

    /**
     * A copy; of an absent one an empty map.
     *
     * @throws IllegalArgumentException when there are too many, or one is null or too long
     */
    static Map<String, String> checked(String field, @Nullable Map<String, String> labels, int maxCharacters) {
        if (labels == null) {
            return Map.of();
        }
        if (labels.size() > MAX_LABELS) {
            throw new IllegalArgumentException(field + ": expected at most " + MAX_LABELS + ", got " + labels.size());
        }
        labels.forEach((key, value) ->
                text(field + "." + text(field, key), Required.field(field + "." + key, value), maxCharacters));
        return Map.copyOf(labels);
    }
}
