package dev.quipu.model.segment;

import java.util.Optional;

/**
 * One admitted client request.
 *
 * @param body {@code Export…ServiceRequest} of the batch's signal in the protobuf form, at 0 to {@code length}; not copied, and not to be
 *     changed until the batch that reads it is done
 * @param numbering empty when its producer does not number its batches
 */
public record RecordRequest(RequestKey key, byte[] body, int length, Optional<Numbering> numbering) {

    /** How its producer numbers it; see {@link ProducerBatch}. */
    public record Numbering(String producer, long epoch, long sequence, long count) {
        public Numbering {
            new ProducerBatch(producer, epoch, sequence, count, 0);
        }
    }

    /** Of a producer that numbers nothing. */
    public RecordRequest(RequestKey key, byte[] body, int length) {
        this(key, body, length, Optional.empty());
    }
}
