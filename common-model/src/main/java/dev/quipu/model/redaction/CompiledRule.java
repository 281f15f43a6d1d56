package dev.quipu.model.redaction;

import java.util.List;
import java.util.Optional;

/** A rule ready to be applied, with its place among those of its plan. Any thread. */
final class CompiledRule {

    private final RedactionRule rule;
    private final int index;
    private final Optional<LinearPattern> keys;
    private final Optional<LinearPattern> pattern;
    private final Detector.Scan[] scans;

    /**
     * @throws IllegalArgumentException when an expression is none, or too large
     */
    CompiledRule(RedactionRule rule, int index) {
        this.rule = rule;
        this.index = index;
        keys = rule.keys().map(text -> new LinearPattern(rule.name() + ": keys", text));
        pattern = rule.pattern().map(text -> new LinearPattern(rule.name() + ": pattern", text));
        scans = rule.detectors().stream().sorted().map(Detector::scan).toArray(Detector.Scan[]::new);
    }

    int index() {
        return index;
    }

    RedactionAction action() {
        return rule.action();
    }

    int keep() {
        return rule.keep();
    }

    boolean isWhole() {
        return rule.isWhole();
    }

    boolean looksAt(RedactionPlace place) {
        return rule.places().contains(place);
    }

    boolean hasKeys() {
        return keys.isPresent();
    }

    boolean isKey(String key) {
        return keys.isPresent() && keys.get().isIn(key);
    }

    /** Whether its pattern may find something in the digits of a whole number. */
    boolean looksAtAnyNumber() {
        return pattern.isPresent() && pattern.get().maybeInNumber();
    }

    List<Detector.Scan> scans() {
        return List.of(scans);
    }

    /** Text that every match of its pattern has: none that is known for some patterns, and no answer without one. */
    Optional<Literal> required() {
        return pattern.map(LinearPattern::required);
    }

    boolean maybeIn(Alphabet alphabet) {
        for (Detector.Scan scan : scans) {
            if (scan.maybeIn(alphabet)) {
                return true;
            }
        }
        return pattern.isPresent() && pattern.get().maybeIn(alphabet);
    }

    void scan(String text, Detector.Matches matches) {
        for (Detector.Scan scan : scans) {
            scan.scan(text, matches);
        }
        pattern.ifPresent(expression -> expression.scan(text, matches));
    }
}
