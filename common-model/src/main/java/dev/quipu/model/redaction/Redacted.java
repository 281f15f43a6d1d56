package dev.quipu.model.redaction;

import java.util.List;

/**
 * What a plan made of a request.
 *
 * @param body the request at 0 to {@code length}: the very array that came when nothing changed
 * @param counts of every rule that found something
 * @param changes the first {@value #MAX_CHANGES} values that changed, in order, when that was asked for
 * @param changed how many values changed, when that was asked for
 */
public record Redacted(byte[] body, int length, List<RuleCount> counts, List<RedactionChange> changes, int changed) {

    public static final int MAX_CHANGES = 1_000;

    /** How often a rule found something. */
    public record RuleCount(String rule, RedactionAction action, long found) {}

    public Redacted {
        counts = List.copyOf(counts);
        changes = List.copyOf(changes);
    }

    static Redacted untouched(byte[] body, int length) {
        return new Redacted(body, length, List.of(), List.of(), 0);
    }
}
