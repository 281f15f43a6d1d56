package dev.quipu.collector.spool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The head of one record in a spool file; the record's bytes follow it. Little-endian:
 *
 * <pre>
 * magic      4 bytes  finds the next record behind a damaged one, and tells a sealed record
 * length     int      bytes of the record
 * sequence   long     counts the records of a spool, from 1
 * payloadCrc int      CRC-32C of the record
 * headCrc    int      CRC-32C of the 20 bytes before
 * state      1 byte   0 while storage does not have it, 1 after; written in place
 * </pre>
 */
record SpoolFrame(boolean isSealed, int length, long sequence, int payloadCrc) {

    static final int BYTES = 25;

    /** Where the state stands in the head. */
    static final int STATE_AT = 24;

    static final byte KEPT = 0;
    static final byte DELIVERED = 1;

    /** Longer ones are never written, so a longer one is damage. */
    static final int MAX_LENGTH = 256 << 20;

    private static final int MAGIC = 0x4c505351;
    private static final int SEALED_MAGIC = 0x53505351;
    private static final int HEAD_CRC_AT = 20;

    static SpoolFrame of(SpoolPayload payload, long sequence) {
        byte[] bytes = payload.bytes();
        return new SpoolFrame(payload.generation() > 0, bytes.length, sequence, crc(bytes));
    }

    static int crc(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload, 0, payload.length);
        return (int) crc.getValue();
    }

    void write(ByteBuffer out) {
        ByteBuffer head = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(isSealed ? SEALED_MAGIC : MAGIC)
                .putInt(length)
                .putLong(sequence)
                .putInt(payloadCrc);
        head.putInt(headCrc(head.array(), 0)).put(KEPT);
        out.put(head.array());
    }

    /** The head at that place; empty when there is none, or a damaged one. */
    static Optional<SpoolFrame> read(byte[] bytes, int at) {
        if (bytes.length - at < BYTES) {
            return Optional.empty();
        }
        ByteBuffer head = ByteBuffer.wrap(bytes, at, BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int magic = head.getInt();
        SpoolFrame frame = new SpoolFrame(magic == SEALED_MAGIC, head.getInt(), head.getLong(), head.getInt());
        boolean isWhole = (magic == MAGIC || frame.isSealed) && head.getInt() == headCrc(bytes, at);
        return isWhole && frame.length >= 0 && frame.length <= MAX_LENGTH ? Optional.of(frame) : Optional.empty();
    }

    private static int headCrc(byte[] bytes, int at) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, HEAD_CRC_AT);
        return (int) crc.getValue();
    }
}
