package dev.quipu.collector.spool;

import dev.quipu.model.segment.SegmentParcel;

/**
 * A parcel in a spool file.
 *
 * @param at where its frame begins
 * @param generation of the tenant's key that sealed it; 0 when none did
 */
record SpoolEntry(SpoolFile file, long at, SpoolFrame frame, SegmentParcel.Label label, int generation) {

    /** Records that it has lost to erasures, of which storage does not know yet. */
    int erased() {
        return file.erased(label.id());
    }

    long bytes() {
        return SpoolFrame.BYTES + (long) frame.length();
    }
}
