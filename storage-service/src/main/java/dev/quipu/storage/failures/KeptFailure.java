package dev.quipu.storage.failures;

import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.SegmentId;
import java.time.Instant;
import java.util.Optional;

/**
 * A failure as it is kept.
 *
 * @param part which part of the consumer could not digest it, whether it is of the present layout or not; empty: the
 *     whole consumer
 * @param isRetried whether it was given back to the consumer
 */
public record KeptFailure(
        long id,
        Optional<String> part,
        SegmentId segment,
        String tenant,
        Signal signal,
        Optional<Component> component,
        long records,
        String reason,
        boolean isRetried,
        Instant since) {}
