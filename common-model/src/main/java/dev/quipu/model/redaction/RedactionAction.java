package dev.quipu.model.redaction;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What becomes of what a rule finds. In order: where rules meet in the same text, the first of these decides. */
public enum RedactionAction {
    /** The whole value goes; of an attribute the key stays. */
    DROP,
    /** {@value RedactedText#MASK} instead of what was found. */
    MASK,
    /** A keyed hash instead of what was found: the same for the same text. */
    HASH,
    /** The first characters of what was found. */
    TRUNCATE;

    /** The name in rules: {@code drop}, {@code mask}, {@code hash}, {@code truncate}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException when no action has the label
     */
    public static RedactionAction ofLabel(String label) {
        return Arrays.stream(values())
                .filter(action -> action.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("action: expected one of "
                        + Arrays.stream(values()).map(RedactionAction::label).collect(Collectors.joining(", "))
                        + ", got '" + label + "'"));
    }
}
