package dev.quipu.model.redaction;

import java.util.List;
import java.util.Optional;

/**
 * One value that rules changed.
 *
 * @param keys from the attribute's to the innermost of a nested list; none for what has no key
 * @param before the value as text
 * @param after what is left; empty when the value is dropped
 * @param rules the names of the rules that had a part in it
 */
public record RedactionChange(
        RedactionPlace place, List<String> keys, String before, Optional<String> after, List<String> rules) {

    public RedactionChange {
        keys = List.copyOf(keys);
        rules = List.copyOf(rules);
    }
}
