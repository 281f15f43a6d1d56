package dev.quipu.benchmarks.rig.client;

import dev.quipu.model.Signal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The client's own record of what was acknowledged. An entry is on disk when {@link #append} returns; appends of
 * several threads share an fsync. Any thread.
 *
 * <pre>
 * entry := request number 8, signal's code 4, records 4, set-hash 8, CRC32C of these 4      big-endian
 * </pre>
 */
public final class Journal implements AutoCloseable {

    private static final int CONTENT_BYTES = 24;
    private static final int ENTRY_BYTES = CONTENT_BYTES + Integer.BYTES;

    /** One acknowledged request. */
    public record Entry(long request, Signal signal, Sums sums) {}

    private final FileChannel channel;
    private final Object forcing = new Object();
    private long written;
    private long forced;

    /** Begins a new journal in the place of one that is there. */
    public Journal(Path file) throws IOException {
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    public void append(Entry entry) throws IOException {
        long mine = write(entry);
        synchronized (forcing) {
            if (forced < mine) {
                long upTo = written();
                channel.force(false);
                forced = upTo;
            }
        }
    }

    private synchronized long write(Entry entry) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(ENTRY_BYTES)
                .putLong(entry.request())
                .putInt(entry.signal().code())
                .putInt(Math.toIntExact(entry.sums().records()))
                .putLong(entry.sums().setHash());
        bytes.putInt(crc(bytes.array())).flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return ++written;
    }

    private synchronized long written() {
        return written;
    }

    /** Every whole entry; reading ends at the first that was not written to its end. */
    public static List<Entry> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        List<Entry> entries = new ArrayList<>();
        byte[] content = new byte[CONTENT_BYTES];
        while (bytes.remaining() >= ENTRY_BYTES) {
            bytes.get(content);
            if (bytes.getInt() != crc(content)) {
                break;
            }
            ByteBuffer entry = ByteBuffer.wrap(content);
            entries.add(new Entry(
                    entry.getLong(), Signal.ofCode(entry.getInt()), new Sums(entry.getInt(), entry.getLong())));
        }
        return entries;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CONTENT_BYTES);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.force(true);
        channel.close();
    }
}
