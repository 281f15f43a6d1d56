package dev.quipu.storage.templates;

import dev.quipu.model.CatalogText;

/**
 * What log records of a component have in common.
 *
 * @param id by which records name it, among those of the tenant, 1 or more
 * @param number among those of the component, 0 or more
 * @param text with placeholders, at most {@value #MAX_TEXT} characters
 * @param sample the text of one record, as long
 * @param state what analysis goes on from, at most {@value #MAX_STATE_BYTES} bytes
 * @param firstTimeUnixNano of the earliest of its records
 * @param lastTimeUnixNano of the latest
 */
public record LogTemplate(
        String namespace,
        String component,
        int id,
        int number,
        String text,
        String sample,
        byte[] state,
        long firstTimeUnixNano,
        long lastTimeUnixNano) {

    /** In characters. */
    public static final int MAX_TEXT = 32_768;

    static final int MAX_STATE_BYTES = 262_144;

    /** Texts are kept as PostgreSQL can keep them. */
    public LogTemplate {
        namespace = CatalogText.bounded(namespace, CatalogText.MAX_NAME);
        component = CatalogText.bounded(component, CatalogText.MAX_NAME);
        text = bounded("templates.text", text);
        sample = bounded("templates.sample", sample);
        requireAtLeast("templates.id", 1, id);
        requireAtLeast("templates.number", 0, number);
        if (state.length > MAX_STATE_BYTES) {
            throw new IllegalArgumentException(
                    "templates.state: expected at most " + MAX_STATE_BYTES + " bytes, got " + state.length);
        }
        if (firstTimeUnixNano > lastTimeUnixNano) {
            throw new IllegalArgumentException(
                    "templates.firstTimeUnixNano: expected a time that is not after lastTimeUnixNano, got "
                            + firstTimeUnixNano + " and " + lastTimeUnixNano);
        }
    }

    private static String bounded(String field, String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    field + ": expected at most " + MAX_TEXT + " characters, got " + text.length());
        }
        return CatalogText.bounded(text, MAX_TEXT);
    }

    static void requireAtLeast(String field, int least, int number) {
        if (number < least) {
            throw new IllegalArgumentException(field + ": expected " + least + " or more, got " + number);
        }
    }
}
