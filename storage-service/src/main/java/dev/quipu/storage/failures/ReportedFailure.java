package dev.quipu.storage.failures;

import dev.quipu.model.Component;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.feed.PartLayout;
import java.util.Optional;

/**
 * Records of a segment that a consumer could not digest.
 *
 * @param part which part of the consumer failed, when that is not the one that commits: one of an earlier layout, or
 *     none, as an empty name says
 * @param component whose they are; empty for records of any
 * @param reason in a word or a sentence
 */
public record ReportedFailure(
        SegmentId segment, Optional<String> part, Optional<Component> component, int records, String reason) {
    public ReportedFailure {
        part.filter(name -> !name.isEmpty()).ifPresent(PartLayout::requirePart);
        if (records < 1) {
            throw new IllegalArgumentException("failures.records: expected 1 or more, got " + records);
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("failures.reason: expected one, it is blank");
        }
    }
}
