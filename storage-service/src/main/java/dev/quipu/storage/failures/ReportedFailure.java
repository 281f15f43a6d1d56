package dev.quipu.storage.failures;

import dev.quipu.model.Component;
import dev.quipu.model.segment.SegmentId;
import java.util.Optional;

/**
 * Records of a segment that a consumer could not digest.
 *
 * @param component whose they are; empty for records of any
 * @param reason in a word or a sentence
 */
public record ReportedFailure(SegmentId segment, Optional<Component> component, int records, String reason) {
    public ReportedFailure {
        if (records < 1) {
            throw new IllegalArgumentException("failures.records: expected 1 or more, got " + records);
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("failures.reason: expected one, it is blank");
        }
    }
}
