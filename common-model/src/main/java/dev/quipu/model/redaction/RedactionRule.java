package dev.quipu.model.redaction;

import dev.quipu.model.Signal;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One rule of a tenant: where to look, what to find there, and what becomes of it. A rule with keys and nothing else
 * means whole values under those keys; one with keys and detectors or a pattern means what these find under those keys;
 * one without keys, what they find anywhere in its places. Detectors and pattern add up.
 *
 * @param id of the rule, unique within its tenant; what metrics are counted by
 * @param name for people
 * @param signals that it is for
 * @param keys expression of RE2's that finds something in the key of an attribute, or of an entry of a nested list;
 *     everything below such a key is under it
 * @param detectors of what they find
 * @param pattern expression of RE2's over values: text, bytes, and whole numbers, of doubles too, in decimal digits
 * @param keep characters that {@code truncate} leaves; not looked at for other actions
 * @param places where in a record it looks
 */
public record RedactionRule(
        String id,
        String name,
        boolean enabled,
        Set<Signal> signals,
        Optional<String> keys,
        Set<Detector> detectors,
        Optional<String> pattern,
        RedactionAction action,
        int keep,
        Set<RedactionPlace> places) {

    public static final int MAX_NAME_LENGTH = 255;

    /** That a tenant may have: each is looked for in every record. */
    public static final int MAX_RULES = 200;

    public RedactionRule {
        Objects.requireNonNull(id);
        Objects.requireNonNull(action);
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "name: expected 1 to " + MAX_NAME_LENGTH + " characters, got " + name.length());
        }
        if (keys.isEmpty() && pattern.isEmpty() && detectors.isEmpty()) {
            throw new IllegalArgumentException(name + ": expected keys, detectors or a pattern, got none of them");
        }
        if (signals.isEmpty() || places.isEmpty()) {
            throw new IllegalArgumentException(name + ": expected a signal and a place at least, got "
                    + (signals.isEmpty() ? "no signal" : "no place"));
        }
        if (keep < 0) {
            throw new IllegalArgumentException(name + ": keep: expected 0 or more characters, got " + keep);
        }
        signals = Set.copyOf(signals);
        detectors = Set.copyOf(detectors);
        places = Set.copyOf(places);
    }

    /** Whether it takes whole values, and not what it finds in them. */
    public boolean isWhole() {
        return detectors.isEmpty() && pattern.isEmpty();
    }

    /**
     * Compiles what has to be compiled.
     *
     * @throws IllegalArgumentException when an expression is none, or too large
     */
    public void check() {
        new CompiledRule(this, 0);
    }
}
