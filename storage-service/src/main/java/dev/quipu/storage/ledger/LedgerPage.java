package dev.quipu.storage.ledger;

import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import dev.quipu.model.redaction.RedactionAction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The ledger's answer.
 *
 * @param groups one per value of what was grouped by; empty when nothing was
 * @param redactions over all groups; none where a service was asked for
 * @param watermark everything acknowledged before this is counted
 * @param analysisPosition how far analysis has committed; empty when it never did
 */
public record LedgerPage(
        LedgerAccount total,
        List<Group> groups,
        List<Redaction> redactions,
        Instant watermark,
        Optional<Long> analysisPosition) {

    public LedgerPage {
        groups = List.copyOf(groups);
        redactions = List.copyOf(redactions);
    }

    /** @param component empty also when it is not known whose records they were */
    public record Group(
            Optional<Integer> minute, Optional<Signal> signal, Optional<Component> component, LedgerAccount account) {}

    /** @param changes how many values a rule changed */
    public record Redaction(Signal signal, String rule, RedactionAction action, long changes) {}
}
