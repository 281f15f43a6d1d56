package dev.quipu.operations.backup;

import dev.quipu.database.WalSegment;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Finds out when the first transaction of a timeline ended, by reading its log from the fork on, as PostgreSQL's {@code
 * access/xlogrecord.h} and {@code xlog_internal.h} lay it out, in the machine's order of bytes.
 *
 * <pre>
 * page     magic u16, info u16, timeline u32, position u64, rest u32; 24 bytes, 40 with the long header
 * record   length u32, transaction u32, previous u64, info u8, resource manager u8, unused u16, checksum u32; then data
 * </pre>
 */
final class FirstTransaction {

    private static final int PAGE_BYTES = 8192;
    private static final int PAGE_HEADER_BYTES = 24;
    private static final int LONG_PAGE_HEADER_BYTES = 40;
    private static final int IS_LONG = 2;
    private static final int RECORD_HEADER_BYTES = 24;
    private static final int ALIGNMENT = 8;
    private static final int OPERATION = 0x70;
    private static final int LOG_MANAGER = 0;
    private static final int SWITCH = 0x40;
    private static final int TRANSACTION_MANAGER = 1;
    private static final int COMMIT = 0x00;
    private static final int ABORT = 0x20;
    private static final int COMMIT_PREPARED = 0x30;
    private static final int ABORT_PREPARED = 0x40;
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final int timeline;
    private final int segmentBytes;
    private final LogSources log;
    private long position;
    private ByteBuffer page = ByteBuffer.allocate(0);

    private FirstTransaction(Timelines.Fork fork, LogSources log, int segmentBytes) {
        this.timeline = fork.child();
        this.position = fork.position();
        this.log = log;
        this.segmentBytes = segmentBytes;
    }

    /**
     * When the first transaction ended after a fork.
     *
     * @param before where the timeline is left in its turn
     * @return empty when there was none, or its log is not there
     */
    static Optional<Instant> after(
            Timelines.Fork fork, Optional<Timelines.Fork> before, LogSources log, int segmentBytes) throws IOException {
        FirstTransaction reader = new FirstTransaction(fork, log, segmentBytes);
        try {
            return reader.find(before.map(Timelines.Fork::position).orElse(Long.MAX_VALUE));
        } catch (EOFException end) {
            return Optional.empty();
        }
    }

    private Optional<Instant> find(long end) throws IOException {
        long previous = 0;
        while (true) {
            toNextRecord();
            long begin = position;
            ByteBuffer header = read(RECORD_HEADER_BYTES);
            int bytes = header.getInt(0);
            boolean follows = previous == 0 || header.getLong(8) == previous;
            if (begin >= end || bytes < RECORD_HEADER_BYTES || !follows) {
                return Optional.empty();
            }
            int operation = header.get(16) & OPERATION;
            int manager = header.get(17);
            ByteBuffer data = read(bytes - RECORD_HEADER_BYTES);
            if (manager == TRANSACTION_MANAGER && endsTransaction(operation)) {
                return Optional.of(EPOCH.plus(mainData(data).getLong(), ChronoUnit.MICROS));
            }
            if (manager == LOG_MANAGER && operation == SWITCH) {
                position = WalSegment.at(timeline, position - 1, segmentBytes).end();
            }
            previous = begin;
        }
    }

    private static boolean endsTransaction(int operation) {
        return operation == COMMIT || operation == ABORT || operation == COMMIT_PREPARED || operation == ABORT_PREPARED;
    }

    /** What other parts there are is said before it, each with its number; those of blocks are in no such record. */
    private static ByteBuffer mainData(ByteBuffer data) throws IOException {
        while (true) {
            int part = Byte.toUnsignedInt(data.get());
            switch (part) {
                case 255 -> data.get();
                case 254 -> data.getInt();
                case 253 -> data.getShort();
                case 252 -> data.getInt();
                default -> throw new IOException("log: expected the end of a transaction, got a part " + part);
            }
            if (part >= 254) {
                return data;
            }
        }
    }

    private void toNextRecord() throws IOException {
        position = (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        skipPageHeader();
    }

    private ByteBuffer read(int bytes) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
        while (content.hasRemaining()) {
            skipPageHeader();
            int offset = (int) (position % PAGE_BYTES);
            int length = Math.min(content.remaining(), PAGE_BYTES - offset);
            content.put(page.slice(offset, length));
            position += length;
        }
        return content.flip();
    }

    /** Loads the page, and goes past its header when it is at its begin. */
    private void skipPageHeader() throws IOException {
        int offset = (int) (position % PAGE_BYTES);
        if (offset == 0 || page.capacity() == 0) {
            page = load(position - offset);
        }
        if (offset == 0) {
            boolean isLong = (page.getShort(2) & IS_LONG) != 0;
            position += isLong ? LONG_PAGE_HEADER_BYTES : PAGE_HEADER_BYTES;
        }
    }

    /** @throws EOFException when it was not written: a file may hold what an older one of its place held */
    private ByteBuffer load(long begin) throws IOException {
        WalSegment segment = WalSegment.at(timeline, begin, segmentBytes);
        Path file = log.fileOf(segment).orElseThrow(EOFException::new);
        ByteBuffer loaded = ByteBuffer.allocate(PAGE_BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(file)) {
            channel.read(loaded, begin - segment.begin());
        }
        if (loaded.hasRemaining() || loaded.getLong(8) != begin) {
            throw new EOFException();
        }
        return loaded;
    }
}
