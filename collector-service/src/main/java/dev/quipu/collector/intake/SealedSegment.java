package dev.quipu.collector.intake;

import dev.quipu.model.segment.SegmentId;

/**
 * A finished segment on its way to where it is durable.
 *
 * @param framed the bytes that {@code Segment.parse} reads; never changed
 */
public record SealedSegment(SegmentId id, String tenant, byte[] framed) {}
