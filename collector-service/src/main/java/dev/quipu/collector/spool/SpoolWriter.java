package dev.quipu.collector.spool;

import dev.quipu.model.segment.SegmentParcel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Appends to the newest file of a spool, and leaves a file for good once that failed. Any thread; one at a time. */
final class SpoolWriter {

    private static final Logger LOG = Logger.getLogger(SpoolWriter.class);

    private final SpoolPlace place;
    private final SpoolFiles files;
    private final long maxFileBytes;
    private long lastNumber;
    private @Nullable SpoolFile current;

    /** @param lastNumber the highest that a file or a record of the directory has */
    SpoolWriter(SpoolPlace place, SpoolFiles files, long lastNumber, long maxFileBytes) {
        this.place = place;
        this.files = files;
        this.lastNumber = lastNumber;
        this.maxFileBytes = maxFileBytes;
    }

    /** All of them outlive a loss of power, or none is believed in: then it fails, and a second file failed too. */
    synchronized void append(List<SegmentParcel> parcels) throws IOException {
        place.keys().makeMissing(parcels.stream().map(SegmentParcel::tenant).collect(Collectors.toSet()));
        List<SpoolPayload> payloads = new ArrayList<>();
        for (SegmentParcel parcel : parcels) {
            payloads.add(SpoolPayload.of(parcel, place.keys().current(parcel.tenant())));
        }
        try {
            write(payloads);
        } catch (IOException e) {
            LOG.warnf(e, "An append to the spool in %s failed; another file is tried", place.directory());
            leave();
            try {
                write(payloads);
            } catch (IOException again) {
                leave();
                throw again;
            }
        }
    }

    /** Begins a new file with the next append: nothing is kept of this one. */
    synchronized void rest() {
        if (current != null) {
            current = null;
            files.endAppending();
        }
    }

    /** The highest number that a file or a record has by now. */
    synchronized long lastNumber() {
        return lastNumber;
    }

    private void write(List<SpoolPayload> payloads) throws IOException {
        SpoolFile file = file();
        List<SpoolFrame> frames = new ArrayList<>();
        long at = file.size();
        List<SpoolEntry> entries = new ArrayList<>();
        for (SpoolPayload payload : payloads) {
            SpoolFrame frame = SpoolFrame.of(payload, ++lastNumber);
            frames.add(frame);
            SpoolEntry entry = new SpoolEntry(file, at, frame, payload.label(), payload.generation());
            entries.add(entry);
            at += entry.bytes();
        }
        List<byte[]> bytes = payloads.stream().map(SpoolPayload::bytes).toList();
        file.append(
                frames, bytes, place.force(), () -> entries.forEach(entry -> files.appended(file, Holding.of(entry))));
    }

    private SpoolFile file() throws IOException {
        SpoolFile file = current;
        if (file == null || file.size() >= maxFileBytes) {
            file = SpoolFile.create(place, ++lastNumber);
            current = file;
            files.append(file);
            files.add(file, new Holdings(), 0);
        }
        return file;
    }

    /** Writes what storage does not have of the failed file to another one; where that fails too, it is read from there. */
    private void leave() {
        SpoolFile failed = current;
        if (failed == null) {
            return;
        }
        current = null;
        try {
            failed.cutToSize();
        } catch (IOException e) {
            LOG.debugf(e, "%s could not be cut", failed.path());
        }
        try {
            move(failed);
        } catch (IOException e) {
            LOG.warnf(e, "%s could not be written anew; it is only read from now on", failed.path());
            current = null;
            files.endAppending();
        }
    }

    private void move(SpoolFile failed) throws IOException {
        SpoolCursor cursor = new SpoolCursor(failed);
        Optional<SpoolEntry> entry = cursor.next();
        if (entry.isEmpty()) {
            files.endAppending();
            return;
        }
        while (entry.isPresent()) {
            byte[] bytes = failed.payload(entry.get());
            if (SpoolFrame.crc(bytes) == entry.get().frame().payloadCrc()) {
                write(List.of(new SpoolPayload(entry.get().label(), entry.get().generation(), bytes)));
            } else {
                files.strike(entry.get());
            }
            entry = cursor.next();
        }
        files.replaced(failed);
    }
}
