package dev.quipu.storage.catalog;

import java.util.Arrays;
import java.util.Locale;

/** What is known of a component's life. */
public enum ComponentState {
    /** A page of it was fetched lately. */
    UP,
    /** A page of it could not be fetched lately. */
    DOWN,
    /** It is not fetched, and records of it came lately. */
    ACTIVE,
    /** Nothing came of it lately. */
    SILENT;

    /**
     * @throws IllegalArgumentException for another word
     */
    public static ComponentState parse(String word) {
        return Arrays.stream(values())
                .filter(state -> state.name().equals(word.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("state: expected up, down, active or silent, got '" + word + "'"));
    }
}
