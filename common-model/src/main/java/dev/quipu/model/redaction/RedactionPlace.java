package dev.quipu.model.redaction;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where in a record a rule looks. Names and versions of scopes, names, descriptions and units of metrics, ids, trace
 * states and schema URLs are no place.
 */
public enum RedactionPlace {
    /** Attributes of resources, scopes, spans, log records, points, exemplars and metrics. */
    ATTRIBUTES,
    /** Names and attributes of a span's events, attributes of its links, a log record's event name. */
    EVENTS,
    /** A log record's body, whatever its type, and the text of its severity. */
    BODY,
    /** A span's name. */
    SPAN_NAME,
    /** The message of a span's status. */
    STATUS_MESSAGE;

    /** The name in rules: {@code attributes}, {@code events}, {@code body}, {@code span-name}, {@code status-message}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @throws IllegalArgumentException when no place has the label
     */
    public static RedactionPlace ofLabel(String label) {
        return Arrays.stream(values())
                .filter(place -> place.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("places: expected one of "
                        + Arrays.stream(values()).map(RedactionPlace::label).collect(Collectors.joining(", "))
                        + ", got '" + label + "'"));
    }
}
