package dev.quipu.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Compresses from buffer to buffer (RFC 1952), as fast as deflate can. For one thread. */
final class Gzip {

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, 0};
    private static final int TRAILER_BYTES = 8;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 crc = new CRC32();

    /** Room that any input of that size fits into when compressed. */
    static int maxBytes(int bytes) {
        return bytes + bytes / 1_000 + 64 + HEADER.length + TRAILER_BYTES;
    }

    /** Writes at the target's position. */
    void compress(ByteBuffer source, ByteBuffer target) {
        int bytes = source.remaining();
        crc.reset();
        crc.update(source.duplicate());
        deflater.reset();
        deflater.setInput(source);
        deflater.finish();
        target.put(HEADER);
        while (!deflater.finished()) {
            deflater.deflate(target);
        }
        target.order(ByteOrder.LITTLE_ENDIAN).putInt((int) crc.getValue()).putInt(bytes);
    }
}
