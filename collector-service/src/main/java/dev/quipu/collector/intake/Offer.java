package dev.quipu.collector.intake;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.RecordRequest;
import java.util.Optional;

/**
 * A request whose body a door has read whole.
 *
 * @param body inflated, at 0 to {@code length}; the intake's from here on
 * @param conversion of a body that is not OTLP protobuf yet
 * @param idempotencyKey by which the sender names this request; else its content does
 * @param numbering how its producer numbers it, when it does
 * @param reservation what the body holds of the bytes in flight; given back by the intake
 */
public record Offer(
        String tenant,
        Signal signal,
        byte[] body,
        int length,
        Optional<BodyConversion> conversion,
        Optional<String> idempotencyKey,
        Optional<RecordRequest.Numbering> numbering,
        Reservation reservation) {}
