package dev.quipu.storage.producers;

import dev.quipu.model.Signal;
import java.util.Comparator;

/**
 * A batch that a collector acknowledged.
 *
 * @param epoch one run of the producer, which starts its numbers anew
 * @param sequence number of the batch within the epoch and signal
 * @param count records that the producer handed to export in this epoch and signal, this batch included
 * @param records in this batch
 */
public record ProducerBatch(String producer, String epoch, Signal signal, long sequence, long count, long records) {

    /** In which rows are locked. */
    static final Comparator<ProducerBatch> ORDER = Comparator.comparing(ProducerBatch::signal)
            .thenComparing(ProducerBatch::producer)
            .thenComparing(ProducerBatch::epoch)
            .thenComparing(ProducerBatch::sequence);

    private static final int MAX_NAME = 255;

    public ProducerBatch {
        requireName("producer", producer);
        requireName("epoch", epoch);
        requireNumber("sequence", sequence, 0);
        requireNumber("records", records, 0);
        requireNumber("count", count, records);
    }

    private static void requireName(String field, String name) {
        boolean isName = !name.isBlank()
                && name.length() <= MAX_NAME
                && name.chars().noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
        if (!isName) {
            throw new IllegalArgumentException(
                    field + ": expected 1 to " + MAX_NAME + " characters, got '" + name + "'");
        }
    }

    private static void requireNumber(String field, long number, long least) {
        if (number < least || number == Long.MAX_VALUE) {
            throw new IllegalArgumentException(field + ": expected " + least + " or more, got " + number);
        }
    }
}
