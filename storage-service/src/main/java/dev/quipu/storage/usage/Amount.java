package dev.quipu.storage.usage;

import java.util.Optional;

/**
 * Segments, how many records are in them and how large they are.
 *
 * @param bytes of heads, membership filters and payloads, as they are stored
 */
public record Amount(long segments, long records, long bytes) {

    public static final Amount NONE = new Amount(0, 0, 0);

    public Amount {
        if (segments < 0 || records < 0 || bytes < 0) {
            throw new IllegalArgumentException("amount: expected segments, records and bytes of 0 or more, got "
                    + segments + ", " + records + " and " + bytes);
        }
    }

    public Amount plus(Amount other) {
        return new Amount(segments + other.segments, records + other.records, bytes + other.bytes);
    }

    /** Empty when there is no record. */
    public Optional<Double> bytesPerRecord() {
        return records == 0 ? Optional.empty() : Optional.of((double) bytes / records);
    }
}
