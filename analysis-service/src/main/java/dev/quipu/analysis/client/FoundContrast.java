package dev.quipu.analysis.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How often values are among selected records and among the rest, as storage counts.
 *
 * @param total all that were looked at
 * @param tested values and pairs that were counted, also those that are not told
 * @param cut fields with more values than were told apart
 * @param watermark everything acknowledged before this was looked at; empty when storage does not say
 */
public record FoundContrast(
        Sides total, List<Value> values, List<Pair> pairs, int tested, List<String> cut, Optional<Instant> watermark) {

    public FoundContrast {
        values = List.copyOf(values);
        pairs = List.copyOf(pairs);
        cut = List.copyOf(cut);
    }

    /** Records. @param rest those that are not selected */
    public record Sides(long selected, long rest) {}

    /** @param condition the search for records that have it */
    public record Value(String field, String value, String condition, long selected, long rest) {}

    /** @param first the search for records that have the first value */
    public record Pair(String first, String second, long selected, long rest) {}
}
