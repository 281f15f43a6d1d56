package dev.quipu.storage.producers;

import dev.quipu.model.Signal;
import java.time.Instant;
import java.util.List;

/**
 * What is known of one run of a producer.
 *
 * @param records in the batches that were seen
 * @param sequence highest that was seen
 * @param count records handed over up to then, as the producer says
 * @param missing records of those that were not seen; they may be on their way
 * @param lost those of them that have been passed by for the grace time: what the ledger counts
 * @param gaps sequences that were not seen, the first of them
 */
public record ProducerEpoch(
        Key key, long records, long sequence, long count, long missing, long lost, List<Gap> gaps, Instant updatedAt) {

    public ProducerEpoch {
        gaps = List.copyOf(gaps);
    }

    /** Which run of which producer. */
    public record Key(Signal signal, String producer, String epoch) {}

    /** Sequences, both ends included. */
    public record Gap(long from, long to) {}
}
