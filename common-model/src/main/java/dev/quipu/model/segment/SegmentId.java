package dev.quipu.model.segment;

import java.util.UUID;

/**
 * Names a segment for ever, and makes storing it idempotent.
 *
 * @param collector the process that wrote it, random at each start
 * @param sequence counts the segments of that process
 */
public record SegmentId(long collector, long sequence) {

    public static SegmentId of(UUID uuid) {
        return new SegmentId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /**
     * @throws IllegalArgumentException when the text is not a UUID
     */
    public static SegmentId parse(String text) {
        try {
            return of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("segment id: expected a UUID, got '" + text + "'", e);
        }
    }

    public UUID toUuid() {
        return new UUID(collector, sequence);
    }

    @Override
    public String toString() {
        return toUuid().toString();
    }
}
