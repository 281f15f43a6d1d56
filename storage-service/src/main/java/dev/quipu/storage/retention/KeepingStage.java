package dev.quipu.storage.retention;

import dev.quipu.model.Component;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Ages at which the same records have expired, in days.
 *
 * @param above exclusive: what is kept so long or shorter has expired
 * @param to inclusive
 */
record KeepingStage(SignalKeeping keeping, int above, int to) {

    boolean hasExpired(KeepingRule rule) {
        return rule.days() <= above;
    }

    /** Records that no rule names. */
    boolean haveOthersExpired() {
        return keeping.otherDays() <= above;
    }

    /** Those with a condition. */
    List<KeepingRule> conditions() {
        return keeping.rules().stream()
                .filter(rule -> rule.condition().isPresent())
                .toList();
    }

    /** Whether records of the component that satisfy no condition have expired. */
    boolean hasExpired(Component component) {
        return keeping.rules().stream()
                .filter(rule -> rule.condition().isEmpty() && rule.names(component))
                .findFirst()
                .map(this::hasExpired)
                .orElse(haveOthersExpired());
    }

    /** Differs from that of another stage, and of the same one after rules have changed. */
    long fingerprint() {
        String told = keeping.rules().stream()
                .map(rule -> rule.signal() + " " + rule.service() + " " + rule.namespace() + " " + rule.condition()
                        + " " + hasExpired(rule))
                .collect(Collectors.joining("\n", haveOthersExpired() + "\n", ""));
        return UUID.nameUUIDFromBytes(told.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    }
}
