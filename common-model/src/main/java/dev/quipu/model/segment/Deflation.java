package dev.quipu.model.segment;

import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Deflate level 1, by the Java platform alone. */
final class Deflation implements ByteCodec {

    private static final int LEVEL = 1;

    private final Deflater deflater = new Deflater(LEVEL);

    @Override
    public int compress(byte[] from, int offset, int length, ByteSink to) {
        int at = to.reserve(length);
        deflater.reset();
        deflater.setInput(from, offset, length);
        deflater.finish();
        int written = deflater.deflate(to.buffer(), at, length);
        return deflater.finished() ? written : length;
    }

    static int decompress(String part, byte[] from, int offset, int length, byte[] to) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(from, offset, length);
            int restored = inflater.inflate(to);
            return inflater.finished() ? restored : restored + 1;
        } catch (DataFormatException e) {
            throw new SegmentFormatException(part, "deflate data", String.valueOf(e.getMessage()));
        } finally {
            inflater.end();
        }
    }

    @Override
    public void close() {
        deflater.end();
    }
}
