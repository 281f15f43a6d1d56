package dev.quipu.analysis.client;

import dev.quipu.model.Signal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which part of the ledger is asked for. The ledger counts by minutes: those that the window touches are counted whole.
 *
 * @param signal empty for all signals
 * @param service only components of this name; empty for all
 * @param groupBy what the lines tell apart; empty for no lines
 * @param infer whether lost spans are inferred, which reads all spans of the window
 */
public record LedgerQuery(
        Instant from,
        Instant to,
        Optional<Signal> signal,
        Optional<String> service,
        Set<Grouping> groupBy,
        boolean infer) {

    public LedgerQuery {
        groupBy = Set.copyOf(groupBy);
    }

    /** What lines can tell apart. */
    public enum Grouping {
        MINUTE,
        SIGNAL,
        COMPONENT;

        /** The lower-case name, as storage takes it and clients write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
