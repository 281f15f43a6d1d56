package dev.quipu.storage.ledger;

import dev.quipu.model.Signal;
import java.util.Optional;
import java.util.Set;

/**
 * Which lines of the ledger are asked for.
 *
 * @param fromMinute first minute of collection, Unix minutes
 * @param toMinute one past the last
 * @param service only components of this name
 * @param groupBy what is told apart
 */
public record LedgerQuery(
        String tenant,
        int fromMinute,
        int toMinute,
        Optional<Signal> signal,
        Optional<String> service,
        Set<Grouping> groupBy) {

    /** What lines can be told apart by. */
    public enum Grouping {
        MINUTE,
        SIGNAL,
        COMPONENT;

        /**
         * @throws IllegalArgumentException for another word
         */
        public static Grouping parse(String word) {
            return switch (word) {
                case "minute" -> MINUTE;
                case "signal" -> SIGNAL;
                case "component" -> COMPONENT;
                default ->
                    throw new IllegalArgumentException(
                            "groupBy: expected minute, signal or component, got '" + word + "'");
            };
        }
    }

    public LedgerQuery {
        groupBy = Set.copyOf(groupBy);
    }
}
