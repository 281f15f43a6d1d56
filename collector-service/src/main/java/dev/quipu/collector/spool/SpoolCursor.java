package dev.quipu.collector.spool;

import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentParcel;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Goes through the records of a spool file by their heads, without reading them, as far as the file reaches at each
 * step. Behind a damaged head it goes on with the next whole one: damage costs the record that it struck, and no other.
 * Not thread-safe.
 */
final class SpoolCursor {

    private static final int WINDOW_BYTES = 64 << 10;

    /** Enough to read what a record says of itself. */
    private static final int BEGINNING_BYTES =
            SpoolFrame.BYTES + SpoolPayload.SEALED_HEAD_BYTES + SegmentParcel.Label.MAX_BYTES;

    private final SpoolFile file;
    private final byte state;
    private long at;
    private long lastSequence;
    private int damaged;
    private boolean isTorn;
    private byte[] window = {};
    private long windowAt;

    /** Over the records that storage does not have. */
    SpoolCursor(SpoolFile file) {
        this(file, SpoolFrame.KEPT);
    }

    /** Over the records that are in that state. */
    SpoolCursor(SpoolFile file, byte state) {
        this.file = file;
        this.state = state;
    }

    SpoolFile file() {
        return file;
    }

    /** The highest sequence of the records passed, delivered ones included; 0 before the first. */
    long lastSequence() {
        return lastSequence;
    }

    /** Places passed at which bytes are that are no record's. */
    int damaged() {
        return damaged;
    }

    /** Whether the last record of the file was never written to its end, and so never acknowledged. */
    boolean isTorn() {
        return isTorn;
    }

    /** The next record of those it goes over; empty at the end of the file as it is now. */
    Optional<SpoolEntry> next() throws IOException {
        while (at < file.size() && !isTorn) {
            int begin = look(BEGINNING_BYTES);
            Optional<SpoolFrame> frame = SpoolFrame.read(window, begin);
            if (frame.isEmpty()) {
                skipDamage();
            } else if (at + SpoolFrame.BYTES + frame.get().length() > file.size()) {
                isTorn = true;
            } else {
                Optional<SpoolEntry> entry = entry(frame.get(), begin);
                at += SpoolFrame.BYTES + frame.get().length();
                if (entry.isPresent()) {
                    return entry;
                }
            }
        }
        return Optional.empty();
    }

    /** Has so many bytes from here on in the window, or all that there are; where in it they begin. */
    private int look(int bytes) throws IOException {
        long wanted = Math.min(bytes, file.size() - at);
        if (at < windowAt || at + wanted > windowAt + window.length) {
            window = file.read(at, WINDOW_BYTES);
            windowAt = at;
        }
        return (int) (at - windowAt);
    }

    private Optional<SpoolEntry> entry(SpoolFrame frame, int begin) {
        lastSequence = Math.max(lastSequence, frame.sequence());
        if ((window[begin + SpoolFrame.STATE_AT] == SpoolFrame.DELIVERED) != (state == SpoolFrame.DELIVERED)) {
            return Optional.empty();
        }
        int payloadBegin = begin + SpoolFrame.BYTES;
        int payloadEnd = Math.min(window.length, payloadBegin + frame.length());
        int labelBegin = payloadBegin + (frame.isSealed() ? SpoolPayload.SEALED_HEAD_BYTES : 0);
        int labelEnd = Math.min(payloadEnd, labelBegin + SegmentParcel.Label.MAX_BYTES);
        try {
            byte[] beginning = Arrays.copyOfRange(window, Math.min(labelBegin, labelEnd), labelEnd);
            SegmentParcel.Label label = SegmentParcel.Label.read(beginning);
            int generation = frame.isSealed() ? SpoolPayload.generation(window, payloadBegin) : 0;
            return Optional.of(new SpoolEntry(file, at, frame, label, generation));
        } catch (SegmentFormatException e) {
            damaged++;
            return Optional.empty();
        }
    }

    /** Goes to the next whole head, or to the end. What lies before it is one damaged place, or a torn end. */
    private void skipDamage() throws IOException {
        long from = at;
        boolean isZero = true;
        while (at < file.size()) {
            int begin = look(SpoolFrame.BYTES);
            if (at > from && SpoolFrame.read(window, begin).isPresent()) {
                damaged++;
                return;
            }
            isZero &= window[begin] == 0;
            at++;
        }
        if (isZero || at - from < SpoolFrame.BYTES) {
            isTorn = true;
        } else {
            damaged++;
        }
    }
}
