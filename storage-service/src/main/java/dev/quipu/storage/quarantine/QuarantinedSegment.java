package dev.quipu.storage.quarantine;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.SegmentId;
import java.time.Instant;
import java.util.Optional;

/**
 * A segment in quarantine.
 *
 * @param framedBytes length of its frame
 * @param reason it was sent here for
 * @param attempts to store it from here
 * @param lastError why the last of them failed
 */
public record QuarantinedSegment(
        SegmentId id,
        Signal signal,
        int records,
        int framedBytes,
        String reason,
        Instant since,
        int attempts,
        Optional<String> lastError) {}
