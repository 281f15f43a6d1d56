package dev.quipu.collector.spool;

import dev.quipu.model.segment.SegmentParcel;

/**
 * A parcel in a spool file.
 *
 * @param at where its frame begins
 */
record SpoolEntry(SpoolFile file, long at, SpoolFrame frame, SegmentParcel.Label label) {

    long bytes() {
        return SpoolFrame.BYTES + (long) frame.length();
    }
}
