package dev.quipu.model.segment;

/**
 * How a chunk's bytes are compressed. The ordinal is the codec byte of the format. Zstandard is the rule; deflate needs
 * nothing but the Java platform, and stands in where the native library cannot be loaded.
 */
enum Compression {
    NONE,
    ZSTD,
    DEFLATE;

    /** How much work goes into fewer bytes. */
    enum Effort {
        /** Somebody waits. */
        QUICK(1),
        /** The bytes will be kept. */
        THOROUGH(3);

        private final int zstdLevel;

        Effort(int zstdLevel) {
            this.zstdLevel = zstdLevel;
        }
    }

    private static final Compression BEST = zstdLoads() ? ZSTD : DEFLATE;

    /** The codec that new segments are written with. */
    static Compression best() {
        return BEST;
    }

    private static boolean zstdLoads() {
        try {
            return Zstandard.loads();
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
            case ZSTD -> Zstandard.decompress(part, from, offset, length, to);
            case DEFLATE -> Deflation.decompress(part, from, offset, length, to);
        };
        if (restored != to.length) {
            throw new SegmentFormatException(part, to.length + " bytes when decompressed", restored + " bytes");
        }
    }

    private static int copy(byte[] from, int offset, int length, byte[] to) {
        System.arraycopy(from, offset, to, 0, Math.min(length, to.length));
        return length;
    }

    /** Compresses with one codec. Not thread-safe; close it. */
    static final class Compressor implements AutoCloseable {

        /** For {@link #NONE}. */
        private static final ByteCodec STORED = new ByteCodec() {
            @Override
            public int compress(byte[] from, int offset, int length, ByteSink to) {
                return length;
            }

            @Override
            public void close() {}
        };

        private final Compression codec;
        private final ByteCodec bytes;

        Compressor(Compression codec) {
            this(codec, Effort.QUICK);
        }

        Compressor(Compression codec, Effort effort) {
            this.codec = codec;
            this.bytes = switch (codec) {
                case NONE -> STORED;
                case ZSTD -> new Zstandard(effort.zstdLevel);
                case DEFLATE -> new Deflation();
            };
        }

        Compression codec() {
            return codec;
        }

        /** Appends the compressed bytes and returns their number, or appends nothing and returns -1 when they are no fewer. */
        int compress(byte[] from, int offset, int length, ByteSink to) {
            int written = bytes.compress(from, offset, length, to);
            if (written >= length) {
                return -1;
            }
            to.grow(written);
            return written;
        }

        @Override
        public void close() {
            bytes.close();
        }
    }
}
