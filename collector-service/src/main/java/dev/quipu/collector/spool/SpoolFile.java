package dev.quipu.collector.spool;

import dev.quipu.access.encryption.UnsealException;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One file of a spool: frames and parcels, one after the other, only ever appended to. Appends belong to one thread;
 * the rest to any.
 */
final class SpoolFile {

    private static final Logger LOG = Logger.getLogger(SpoolFile.class);

    static final String SUFFIX = ".spool";

    /** Behind the name of a file that is not there yet. */
    static final String NEXT = ".next";

    /** Makes what was written outlive a loss of power. */
    @FunctionalInterface
    interface Force {
        void force(FileChannel channel) throws IOException;
    }

    private final FileChannel channel;
    private final SpoolKeys keys;
    private final Map<SegmentId, Integer> erased;
    private volatile Path path;
    private volatile long size;

    private SpoolFile(Path path, FileChannel channel, SpoolKeys keys, Map<SegmentId, Integer> erased)
            throws IOException {
        this.path = path;
        this.channel = channel;
        this.keys = keys;
        this.erased = erased;
        this.size = channel.size();
    }

    /** A new file, there for good also after a loss of power. @param number above those of all earlier files */
    static SpoolFile create(SpoolPlace place, long number) throws IOException {
        Path path = place.directory().resolve(String.format("%019d", number) + SUFFIX);
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            force(place.directory());
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(path);
            throw e;
        }
        return new SpoolFile(path, channel, place.keys(), Map.of());
    }

    /** A file of an earlier process. */
    static SpoolFile open(Path path, SpoolKeys keys) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new SpoolFile(path, channel, keys, new HashMap<>());
    }

    /**
     * A new file that may take the place of another.
     *
     * @param erased of its parcels, as it is known once the file is written
     */
    static SpoolFile next(SpoolFile old, Map<SegmentId, Integer> erased) throws IOException {
        Path path = old.path().resolveSibling(old.path().getFileName() + NEXT);
        Files.deleteIfExists(path);
        return new SpoolFile(
                path,
                FileChannel.open(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                old.keys,
                erased);
    }

    /** Makes a directory's entries outlive a loss of power. */
    static void force(Path directory) throws IOException {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    Path path() {
        return path;
    }

    /** Finds what its parcels say that they have lost to erasures; of damaged ones it is not known. */
    void findErased() throws IOException {
        SpoolCursor cursor = new SpoolCursor(this);
        for (Optional<SpoolEntry> entry = cursor.next(); entry.isPresent(); entry = cursor.next()) {
            try {
                erased.put(entry.get().label().id(), SpoolRewrite.erasedIn(parcel(entry.get())));
            } catch (SegmentFormatException e) {
                LOG.debugf(e, "%s: a damaged segment", path);
            }
        }
    }

    int erased(SegmentId parcel) {
        return erased.getOrDefault(parcel, 0);
    }

    /** Takes the name of another file, which is gone then, in one step that outlives a loss of power. */
    void replace(SpoolFile old) throws IOException {
        Path name = old.path();
        Files.move(path, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        path = name;
        Path directory = name.toAbsolutePath().getParent();
        if (directory != null) {
            force(directory);
        }
    }

    /** Makes all of it outlive a loss of power. */
    void force(Force force) throws IOException {
        force.force(channel);
    }

    /** Bytes in it that are believed to be there. */
    long size() {
        return size;
    }

    /**
     * Appends records and makes them outlive a loss of power. After a failure none of them may be believed in, nor the
     * file appended to again.
     *
     * @param payloads in the order of their frames
     * @param onDurable run before a reader can come upon them
     */
    void append(List<SpoolFrame> frames, List<byte[]> payloads, Force force, Runnable onDurable) throws IOException {
        long end = size;
        for (int i = 0; i < frames.size(); i++) {
            ByteBuffer bytes = ByteBuffer.allocate(SpoolFrame.BYTES + payloads.get(i).length);
            frames.get(i).write(bytes);
            bytes.put(payloads.get(i)).flip();
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
        }
        force.force(channel);
        onDurable.run();
        size = end;
    }

    /** Takes away what a failed append may have left; as far as that is possible. */
    void cutToSize() throws IOException {
        channel.truncate(size);
    }

    /**
     * @return the bytes at that place, fewer at the end of the file
     */
    byte[] read(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(length, size - at)));
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes, at + bytes.position());
            if (count < 0) {
                throw new IOException(path + ": expected " + size + " bytes, got " + (at + bytes.position()));
            }
        }
        return bytes.array();
    }

    /**
     * Reads a parcel, holds it against its checksum, and opens it when it is sealed.
     *
     * @throws SegmentFormatException when it is not what was written, or cannot be opened
     */
    SegmentParcel parcel(SpoolEntry entry) throws IOException {
        byte[] payload = payload(entry);
        int crc = SpoolFrame.crc(payload);
        if (crc != entry.frame().payloadCrc()) {
            throw new SegmentFormatException(
                    path.getFileName() + " at " + entry.at(),
                    "the CRC-32C " + Integer.toHexString(entry.frame().payloadCrc()),
                    Integer.toHexString(crc));
        }
        if (!entry.frame().isSealed()) {
            return SegmentParcel.parse(payload);
        }
        try {
            return SpoolPayload.open(payload, keys.of(entry.label().tenant(), entry.generation()));
        } catch (UnsealException | IllegalStateException e) {
            throw new SegmentFormatException(
                    path.getFileName() + " at " + entry.at(), "a segment that opens", "trouble with " + e.getMessage());
        }
    }

    /**
     * What is left of a parcel that cannot be read: whose it is, and its bytes, damaged or still sealed.
     *
     * @throws SegmentFormatException when not even that can be told
     */
    SegmentParcel remains(SpoolEntry entry) throws IOException {
        byte[] payload = payload(entry);
        return entry.frame().isSealed() ? SpoolPayload.unopened(payload) : SegmentParcel.parse(payload);
    }

    /** Whether what lies there is what was written, sealed or not. */
    boolean isWhole(SpoolEntry entry) throws IOException {
        return SpoolFrame.crc(payload(entry)) == entry.frame().payloadCrc();
    }

    /** What lies where the parcel was written, damaged or not. */
    byte[] payload(SpoolEntry entry) throws IOException {
        return read(entry.at() + SpoolFrame.BYTES, entry.frame().length());
    }

    /** Notes that storage has a record. Not forced: after a loss of power it is delivered again, which stores nothing. */
    void markDelivered(SpoolEntry entry) throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {SpoolFrame.DELIVERED}), entry.at() + SpoolFrame.STATE_AT);
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    /** Out of the spool, but kept for people to look at what is damaged in it. */
    void setAside() throws IOException {
        channel.close();
        Files.move(path, path.resolveSibling(path.getFileName() + ".damaged"));
    }

    void close() throws IOException {
        channel.close();
    }
}
