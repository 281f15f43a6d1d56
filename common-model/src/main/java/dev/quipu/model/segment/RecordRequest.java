package dev.quipu.model.segment;

import java.util.Optional;

/**
 * One admitted client request.
 *
 * @param body {@code Export…ServiceRequest} of the batch's signal in the protobuf form, at 0 to {@code length}; not copied, and not to be
 *     changed until the batch that reads it is done
 * @param numbering empty when its producer does not number its batches
 * @param redaction what takes values out of its records while they are read; empty when nothing does
 */
public record RecordRequest(
        RequestKey key, byte[] body, int length, Optional<Numbering> numbering, Optional<ValueRedaction> redaction) {

    /**
     * How its producer numbers it; see {@link ProducerBatch}.
     *
     * @param leftOut records that were taken out of the body before it came here
     */
    public record Numbering(String producer, long epoch, long sequence, long count, long leftOut) {
        public Numbering {
            new ProducerBatch(producer, epoch, sequence, count, leftOut);
        }

        /** Of a body that is whole. */
        public Numbering(String producer, long epoch, long sequence, long count) {
            this(producer, epoch, sequence, count, 0);
        }

        /** Of the same body without so many records. */
        public Numbering without(long records) {
            return new Numbering(producer, epoch, sequence, count, leftOut + records);
        }
    }

    /** Out of which nothing is taken. */
    public RecordRequest(RequestKey key, byte[] body, int length, Optional<Numbering> numbering) {
        this(key, body, length, numbering, Optional.empty());
    }

    /** Of a producer that numbers nothing. */
    public RecordRequest(RequestKey key, byte[] body, int length) {
        this(key, body, length, Optional.empty());
    }

    /** What may be told of it in a message that may quote it. */
    public String message(String text) {
        return redaction.map(rules -> rules.message(text)).orElse(text);
    }

    /** The same, with values taken out of its records when it is read. */
    public RecordRequest redactedBy(ValueRedaction rules) {
        return new RecordRequest(key, body, length, numbering, Optional.of(rules));
    }
}
