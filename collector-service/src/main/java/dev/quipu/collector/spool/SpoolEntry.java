package dev.quipu.collector.spool;

import dev.quipu.model.segment.SegmentParcel;

/**
 * A parcel in a spool file.
 *
 * @param at where its frame begins
 */
record SpoolEntry(SpoolFile file, long at, SpoolFrame frame, SegmentParcel.Label label) {

    /** Records that it has lost to erasures, of which storage does not know yet. */
    int erased() {
        return file.erased(label.id());
    }

    long bytes() {
        return SpoolFrame.BYTES + (long) frame.length();
    }
}
