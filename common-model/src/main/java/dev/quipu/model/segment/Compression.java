package dev.quipu.model.segment;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * How a chunk's bytes are compressed. The ordinal is the codec byte of the format. Zstandard is the rule; deflate needs
 * nothing but the Java platform, and stands in where the native library cannot be loaded.
 */
enum Compression {
    NONE,
    ZSTD,
    DEFLATE;

    private static final Compression BEST = zstdLoads() ? ZSTD : DEFLATE;

    /** The codec that new segments are written with. */
    static Compression best() {
        return BEST;
    }

    private static boolean zstdLoads() {
        try {
            return Zstd.compressBound(1) > 0;
        } catch (LinkageError e) {
            return false;
        }
    }

    static Compression ofCode(String part, int code) {
        if (code >= values().length) {
            throw new SegmentFormatException(part, "codec 0 to " + (values().length - 1), Integer.toString(code));
        }
        return values()[code];
    }

    /** Restores {@code to.length} bytes. */
    void decompress(String part, byte[] from, int offset, int length, byte[] to) {
        int restored = switch (this) {
            case NONE -> copy(from, offset, length, to);
            case ZSTD -> unzstd(part, from, offset, length, to);
            case DEFLATE -> inflate(part, from, offset, length, to);
        };
        if (restored != to.length) {
            throw new SegmentFormatException(part, to.length + " bytes when decompressed", restored + " bytes");
        }
    }

    private static int copy(byte[] from, int offset, int length, byte[] to) {
        System.arraycopy(from, offset, to, 0, Math.min(length, to.length));
        return length;
    }

    private static int unzstd(String part, byte[] from, int offset, int length, byte[] to) {
        try {
            return (int) Zstd.decompressByteArray(to, 0, to.length, from, offset, length);
        } catch (ZstdException e) {
            throw new SegmentFormatException(part, "zstd data", e.getMessage());
        }
    }

    private static int inflate(String part, byte[] from, int offset, int length, byte[] to) {
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

    /** Compresses with one codec, keeping its context between calls. Not thread-safe; close it. */
    static final class Compressor implements AutoCloseable {

        private static final int LEVEL = 1;

        private final Compression codec;
        private final ZstdCompressCtx zstd;
        private final Deflater deflater;

        Compressor(Compression codec) {
            this.codec = codec;
            this.zstd = codec == ZSTD ? new ZstdCompressCtx().setLevel(LEVEL) : null;
            this.deflater = codec == DEFLATE ? new Deflater(LEVEL) : null;
        }

        Compression codec() {
            return codec;
        }

        /** Appends the compressed bytes and returns their number, or appends nothing and returns -1 when they are no fewer. */
        int compress(byte[] from, int offset, int length, ByteSink to) {
            int bound = switch (codec) {
                case NONE -> 0;
                case ZSTD -> (int) Zstd.compressBound(length);
                case DEFLATE -> length;
            };
            int at = to.reserve(bound);
            int written = switch (codec) {
                case NONE -> length;
                case ZSTD -> zstd.compressByteArray(to.buffer(), at, bound, from, offset, length);
                case DEFLATE -> deflate(from, offset, length, to.buffer(), at);
            };
            if (written >= length) {
                return -1;
            }
            to.grow(written);
            return written;
        }

        private int deflate(byte[] from, int offset, int length, byte[] to, int at) {
            deflater.reset();
            deflater.setInput(from, offset, length);
            deflater.finish();
            int written = deflater.deflate(to, at, length);
            return deflater.finished() ? written : length;
        }

        @Override
        public void close() {
            if (zstd != null) {
                zstd.close();
            }
            if (deflater != null) {
                deflater.end();
            }
        }
    }
}
