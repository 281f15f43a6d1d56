package dev.quipu.storage.usage;

import dev.quipu.model.Signal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the records of a tenant take up.
 *
 * @param signals those that there are segments of
 * @param days UTC days of the records, in the order that the map has; 1970-01-01 of those without a believable time
 * @param database every tenant's; measured up to a minute before or after the records were counted
 * @param watermark everything acknowledged before this is counted
 */
public record Usage(
        SortedMap<Signal, Amount> signals,
        SortedMap<LocalDate, Amount> days,
        DatabaseSize database,
        Instant watermark) {

    public Usage {
        signals = Collections.unmodifiableSortedMap(new TreeMap<>(signals));
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
    }

    public Amount total() {
        return signals.values().stream().reduce(Amount.NONE, Amount::plus);
    }
}
