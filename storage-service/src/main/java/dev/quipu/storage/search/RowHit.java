package dev.quipu.storage.search;

import java.util.UUID;

/** Where a result's row is. @param rank the greater, the better */
record RowHit(long rank, Candidate segment, int rowGroup, int row) {
    UUID segmentId() {
        return segment.key().id();
    }
}
