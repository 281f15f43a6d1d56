package dev.quipu.model.segment;

/**
 * One admitted client request.
 *
 * @param body {@code Export…ServiceRequest} of the batch's signal in the protobuf form, at 0 to {@code length}; not copied, and not to be
 *     changed until the batch that reads it is done
 */
public record RecordRequest(RequestKey key, byte[] body, int length) {}
