package dev.quipu.model.segment;

import dev.quipu.model.Signal;

/**
 * A log segment with what is known beside it: the template of each of its records.
 *
 * @param templates of as many rows as the segment has
 */
public record TemplatedSegment(Segment segment, RecordTemplates templates) {

    /** @throws IllegalArgumentException when they do not belong together */
    public TemplatedSegment {
        check(segment.head(), templates);
    }

    /** Of a segment of whose records none has a template. */
    public static TemplatedSegment without(Segment segment) {
        return new TemplatedSegment(segment, RecordTemplates.none(segment.head().recordCount()));
    }

    static void check(SegmentHead head, RecordTemplates templates) {
        if (head.signal() != Signal.LOGS || head.recordCount() != templates.rows()) {
            throw new IllegalArgumentException("templates of " + head.id() + ": expected a segment of logs and its "
                    + head.recordCount() + " records, got a segment of " + head.signal() + " and " + templates.rows());
        }
    }
}
