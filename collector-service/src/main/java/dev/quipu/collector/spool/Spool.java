package dev.quipu.collector.spool;

import dev.quipu.access.encryption.MasterKeys;
import dev.quipu.access.encryption.UnsealException;
import dev.quipu.model.segment.SegmentFormatException;
import dev.quipu.model.segment.SegmentParcel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Parcels in the files of one directory, which it owns while it is open.
 *
 * <ol>
 *   <li>What was appended outlives a kill and a loss of power.
 *   <li>It is given out, oldest first, until it is delivered; after a kill maybe once more.
 *   <li>A file of which an append failed is never appended to again: what it holds is written to another one.
 *   <li>A damaged record costs that record alone, and is counted.
 *   <li>What does not fit is refused, never dropped.
 * </ol>
 *
 * Any thread.
 */
final class Spool implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Spool.class);
    private static final String LOCK = "lock";
    private static final String OWNER = "owner";

    /** How long a disk that failed is left alone. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int GROUP_BYTES = 8 << 20;

    private final SpoolFiles files = new SpoolFiles();
    private final SpoolPlace place;
    private final FileLock lock;
    private final long maxBytes;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final LinkedBlockingQueue<Append> appends = new LinkedBlockingQueue<>();
    private final SpoolWriter writer;
    private final Thread thread = new Thread(this::write, "quipu-spool");
    private volatile boolean closed;
    private volatile long restUntilNanos = System.nanoTime();

    /**
     * How much a spool holds.
     *
     * @param maxBytes that its files may take
     * @param maxFileBytes after which another file is begun
     */
    record Bounds(long maxBytes, long maxFileBytes) {}

    private record Append(SegmentParcel parcel, Promise<Void> done) {}

    private Spool(SpoolPlace place, FileLock lock, Bounds bounds) throws IOException {
        this.place = place;
        this.lock = lock;
        this.maxBytes = bounds.maxBytes();
        writer = new SpoolWriter(place, files, read(), bounds.maxFileBytes());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Opens a directory, with what an earlier process left there.
     *
     * @param master under which the keys lie that seal what is spooled; without one, it lies as it is
     * @throws IOException when it can not be used: when another process does, or when sealed segments lie there that do
     *     not open with this master key
     */
    static Spool open(Path directory, Bounds bounds, SpoolFile.Force force, Optional<MasterKeys> master)
            throws IOException {
        Files.createDirectories(directory);
        FileChannel channel = FileChannel.open(
                directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new IOException(directory + ": expected a spool of no other process, got one that is in use");
            }
            SpoolPlace place = new SpoolPlace(directory, force, new SpoolKeys(directory, master));
            return new Spool(place, lock, bounds);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException(directory + ": expected a spool that is not open, got one that is", e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The files that are there. @return the highest number of a file or sequence of a record */
    private long read() throws IOException {
        List<Path> paths;
        try (Stream<Path> entries = Files.list(place.directory())) {
            paths = entries.sorted().toList();
        }
        for (Path path : paths) {
            if (path.toString().endsWith(SpoolFile.SUFFIX + SpoolFile.NEXT)) {
                Files.delete(path);
            }
        }
        Set<String> rewritten = SpoolErasures.rewritten(place.directory());
        long last = 0;
        for (Path path : paths) {
            String name = path.getFileName().toString();
            if (!name.endsWith(SpoolFile.SUFFIX)) {
                continue;
            }
            last = Math.max(last, Long.parseLong(name.substring(0, name.length() - SpoolFile.SUFFIX.length())));
            last = Math.max(last, read(SpoolFile.open(path, place.keys()), rewritten.contains(name)));
        }
        return last;
    }

    /** @return the highest sequence of a record in it */
    private long read(SpoolFile file, boolean isRewritten) throws IOException {
        try {
            if (isRewritten) {
                file.findErased();
            }
            SpoolCursor cursor = new SpoolCursor(file);
            Holdings held = new Holdings();
            for (Optional<SpoolEntry> entry = cursor.next(); entry.isPresent(); entry = cursor.next()) {
                requireKey(entry.get());
                held.add(Holding.of(entry.get()));
            }
            if (cursor.damaged() > 0) {
                LOG.errorf("%s: %d places hold no readable record", file.path(), cursor.damaged());
            }
            files.add(file, held, cursor.damaged());
            return cursor.lastSequence();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void requireKey(SpoolEntry entry) throws IOException {
        try {
            if (entry.frame().isSealed()) {
                place.keys().of(entry.label().tenant(), entry.generation());
            }
        } catch (UnsealException | IllegalStateException e) {
            if (!entry.file().isWhole(entry)) {
                return; // who it is of may be the damage
            }
            throw new IOException(
                    entry.file().path() + " holds sealed segments of tenant "
                            + entry.label().tenant() + " that were not delivered: " + e.getMessage(),
                    e);
        }
    }

    /** What is appended from here on comes into another file. @return the highest sequence that is in none later */
    long endFile() {
        writer.rest();
        return writer.lastNumber();
    }

    SpoolPlace place() {
        return place;
    }

    /** A name that stays with the directory, whichever process has it. */
    String owner() throws IOException {
        Path file = place.directory().resolve(OWNER);
        String known = Files.exists(file) ? Files.readString(file).strip() : "";
        if (!known.isEmpty()) {
            return known;
        }
        String name = UUID.randomUUID().toString();
        Files.writeString(
                file,
                name,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.DSYNC);
        return name;
    }

    /** Completes when the parcel outlives a loss of power; fails with {@link SpoolRefused}, and nothing is kept then. */
    Future<Void> append(SegmentParcel parcel) {
        long bytes =
                SpoolFrame.BYTES + SpoolPayload.bytesOf(parcel, place.keys().areUsed());
        if (closed || System.nanoTime() - restUntilNanos < 0) {
            return Future.failedFuture(new SpoolRefused("the spool's disk does not take what is written"));
        }
        if (files.bytes() + waitingBytes.addAndGet(bytes) > maxBytes) {
            waitingBytes.addAndGet(-bytes);
            return Future.failedFuture(new SpoolRefused("the spool is full"));
        }
        Promise<Void> done = Promise.promise();
        appends.add(new Append(parcel, done));
        return done.future().onComplete(over -> waitingBytes.addAndGet(-bytes));
    }

    /** Whether it would take a small parcel now. */
    boolean hasRoom() {
        return !closed && System.nanoTime() - restUntilNanos >= 0 && files.bytes() + waitingBytes.get() < maxBytes;
    }

    /** The oldest parcel that was not taken, or was given back. */
    Optional<SpoolEntry> take() throws IOException {
        return files.take();
    }

    /**
     * Reads what was taken.
     *
     * @throws SegmentFormatException when it is not what was written
     */
    SegmentParcel read(SpoolEntry entry) throws IOException {
        return entry.file().parcel(entry);
    }

    /** Whether it is still to be delivered from where it was taken: its file may have been written anew since. */
    boolean holds(SpoolEntry entry) {
        return files.holds(entry.file());
    }

    void giveBack(SpoolEntry entry) {
        files.giveBack(entry);
    }

    void delivered(SpoolEntry entry) {
        files.delivered(entry);
    }

    void strike(SpoolEntry entry) {
        files.strike(entry);
    }

    SpoolFiles files() {
        return files;
    }

    long maxBytes() {
        return maxBytes;
    }

    private void write() {
        try {
            while (!closed) {
                Append first = appends.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    write(group(first));
                }
                if (appends.isEmpty() && files.isEmpty()) {
                    writer.rest();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            refuseAll(new ArrayList<>(appends), new SpoolRefused("the spool is closed"));
        }
    }

    private List<Append> group(Append first) {
        List<Append> group = new ArrayList<>();
        long bytes = 0;
        for (Append next = first; next != null; next = bytes < GROUP_BYTES ? appends.poll() : null) {
            group.add(next);
            bytes += next.parcel().framed().length;
        }
        return group;
    }

    /** Tried on a second file when the first fails; then refused. */
    private void write(List<Append> group) {
        try {
            writer.append(group.stream().map(Append::parcel).toList());
            group.forEach(append -> append.done().complete());
        } catch (IOException | RuntimeException e) {
            LOG.errorf(e, "%s does not take what is written: %d segments are refused", place.directory(), group.size());
            restUntilNanos = System.nanoTime() + REST_NANOS;
            refuseAll(group, new SpoolRefused("the spool's disk does not take what is written", e));
        }
    }

    private static void refuseAll(List<Append> appends, SpoolRefused why) {
        appends.forEach(append -> append.done().tryFail(why));
    }

    @Override
    public void close() throws IOException {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        files.close();
        lock.acquiredBy().close();
    }
}
