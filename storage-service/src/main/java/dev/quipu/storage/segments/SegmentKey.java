package dev.quipu.storage.segments;

import java.time.LocalDate;
import java.util.UUID;

/** Where a segment's row is. */
public record SegmentKey(LocalDate day, int bucket, UUID id) {}
