package dev.quipu.collector.spool;

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
    private final Path directory;
    private final SpoolFile.Force force;
    private final FileLock lock;
    private final long maxBytes;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final LinkedBlockingQueue<Append> appends = new LinkedBlockingQueue<>();
    private final SpoolWriter writer;
    private final Thread thread = new Thread(this::write, "quipu-spool");
    private volatile boolean closed;
    private volatile long restUntilNanos = System.nanoTime();

    private record Append(byte[] payload, SegmentParcel.Label label, Promise<Void> done) {}

    private Spool(Path directory, FileLock lock, long maxBytes, long maxFileBytes, SpoolFile.Force force)
            throws IOException {
        this.directory = directory;
        this.force = force;
        this.lock = lock;
        this.maxBytes = maxBytes;
        long lastNumber = read();
        writer = new SpoolWriter(directory, files, lastNumber, maxFileBytes, force);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Opens a directory, with what an earlier process left there.
     *
     * @param maxBytes that its files may take
     * @param maxFileBytes after which another file is begun
     * @throws IOException when it can not be used, also when another process does
     */
    static Spool open(Path directory, long maxBytes, long maxFileBytes, SpoolFile.Force force) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel = FileChannel.open(
                directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new IOException(directory + ": expected a spool of no other process, got one that is in use");
            }
            return new Spool(directory, lock, maxBytes, maxFileBytes, force);
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
        try (Stream<Path> entries = Files.list(directory)) {
            paths = entries.sorted().toList();
        }
        for (Path path : paths) {
            if (path.toString().endsWith(SpoolFile.SUFFIX + SpoolFile.NEXT)) {
                Files.delete(path);
            }
        }
        Set<String> rewritten = SpoolErasures.rewritten(directory);
        long last = 0;
        for (Path path : paths) {
            String name = path.getFileName().toString();
            if (!name.endsWith(SpoolFile.SUFFIX)) {
                continue;
            }
            last = Math.max(last, Long.parseLong(name.substring(0, name.length() - SpoolFile.SUFFIX.length())));
            SpoolFile file = SpoolFile.open(path);
            if (rewritten.contains(name)) {
                file.findErased();
            }
            SpoolCursor cursor = new SpoolCursor(file);
            Holdings held = new Holdings();
            for (Optional<SpoolEntry> entry = cursor.next(); entry.isPresent(); entry = cursor.next()) {
                held.add(Holding.of(entry.get()));
            }
            last = Math.max(last, cursor.lastSequence());
            if (cursor.damaged() > 0) {
                LOG.errorf("%s: %d places hold no readable record", path, cursor.damaged());
            }
            files.add(file, held, cursor.damaged());
        }
        return last;
    }

    /** What is appended from here on comes into another file. @return the highest sequence that is in none later */
    long endFile() {
        writer.rest();
        return writer.lastNumber();
    }

    Path directory() {
        return directory;
    }

    SpoolFile.Force force() {
        return force;
    }

    /** A name that stays with the directory, whichever process has it. */
    String owner() throws IOException {
        Path file = directory.resolve(OWNER);
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
        byte[] payload = parcel.toBytes();
        long bytes = SpoolFrame.BYTES + (long) payload.length;
        if (closed || System.nanoTime() - restUntilNanos < 0) {
            return Future.failedFuture(new SpoolRefused("the spool's disk does not take what is written"));
        }
        if (files.bytes() + waitingBytes.addAndGet(bytes) > maxBytes) {
            waitingBytes.addAndGet(-bytes);
            return Future.failedFuture(new SpoolRefused("the spool is full"));
        }
        Promise<Void> done = Promise.promise();
        appends.add(new Append(payload, parcel.label(), done));
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
            bytes += next.payload().length;
        }
        return group;
    }

    /** Tried on a second file when the first fails; then refused. */
    private void write(List<Append> group) {
        List<byte[]> payloads = group.stream().map(Append::payload).toList();
        List<SegmentParcel.Label> labels = group.stream().map(Append::label).toList();
        try {
            writer.append(payloads, labels);
            group.forEach(append -> append.done().complete());
        } catch (IOException | RuntimeException e) {
            LOG.errorf(e, "%s does not take what is written: %d segments are refused", directory, group.size());
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
