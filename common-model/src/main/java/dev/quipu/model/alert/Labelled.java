package dev.quipu.model.alert;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A word of alert rules and alerts, as their JSON says it. */
public interface Labelled {

    /** What {@link Enum#name()} says. */
    String name();

    default String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The word of a label.
     *
     * @param field named in the error
     * @throws IllegalArgumentException when no word of the type has the label
     */
    static <E extends Enum<E> & Labelled> E parse(String field, Class<E> type, String label) {
        return Arrays.stream(type.getEnumConstants())
                .filter(word -> word.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        field + ": expected one of " + labels(type) + ", got '" + label + "'"));
    }

    private static <E extends Enum<E> & Labelled> List<String> labels(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Labelled::label).toList();
    }
}
