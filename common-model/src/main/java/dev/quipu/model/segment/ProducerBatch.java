package dev.quipu.model.segment;

/**
 * What a producer said of a request beside its records, so that a batch that never arrives is known to be missing.
 *
 * @param producer who numbers its batches: 1 to {@value #MAX_PRODUCER_LENGTH} printable ASCII characters, not all blank
 * @param epoch when it began to count, Unix milliseconds; a restart is a later epoch
 * @param sequence of the batch in its epoch and signal, from 1; a retry has the same
 * @param count records in all batches of the epoch and signal so far, this one included
 * @param records in this batch
 */
public record ProducerBatch(String producer, long epoch, long sequence, long count, long records) {

    public static final int MAX_PRODUCER_LENGTH = 128;

    public ProducerBatch {
        if (producer.isBlank()
                || producer.length() > MAX_PRODUCER_LENGTH
                || !producer.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException("producer: expected 1 to " + MAX_PRODUCER_LENGTH
                    + " printable ASCII characters, got " + producer.length() + " characters");
        }
        require(epoch >= 0, "epoch: expected 0 or more, got ", epoch);
        require(sequence >= 1, "sequence: expected 1 or more, got ", sequence);
        require(records >= 0, "records: expected 0 or more, got ", records);
        require(count >= 0, "count: expected 0 or more, got ", count);
    }

    private static void require(boolean holds, String expected, long got) {
        if (!holds) {
            throw new IllegalArgumentException(expected + got);
        }
    }
}
