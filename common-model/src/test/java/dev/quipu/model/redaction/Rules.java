package dev.quipu.model.redaction;

import dev.quipu.model.Signal;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Rules as tests need them, for every signal and place. */
final class Rules {

    static final RedactionKey KEY =
            new RedactionKey("a key for tests, 32 bytes long...".getBytes(StandardCharsets.US_ASCII));

    private Rules() {}

    static RedactionRule keys(String keys, RedactionAction action) {
        return rule("keys " + keys, Optional.of(keys), Set.of(), Optional.empty(), action, 0);
    }

    static RedactionRule pattern(String pattern, RedactionAction action) {
        return rule("pattern " + pattern, Optional.empty(), Set.of(), Optional.of(pattern), action, 0);
    }

    static RedactionRule detector(Detector detector, RedactionAction action) {
        return rule(detector.label(), Optional.empty(), Set.of(detector), Optional.empty(), action, 0);
    }

    static RedactionRule rule(
            String name,
            Optional<String> keys,
            Set<Detector> detectors,
            Optional<String> pattern,
            RedactionAction action,
            int keep) {
        return new RedactionRule(
                name,
                name,
                true,
                EnumSet.allOf(Signal.class),
                keys,
                detectors,
                pattern,
                action,
                keep,
                EnumSet.allOf(RedactionPlace.class));
    }

    static RedactionRule at(RedactionRule rule, RedactionPlace... places) {
        return new RedactionRule(
                rule.id(),
                rule.name(),
                rule.enabled(),
                rule.signals(),
                rule.keys(),
                rule.detectors(),
                rule.pattern(),
                rule.action(),
                rule.keep(),
                Set.of(places));
    }
}
