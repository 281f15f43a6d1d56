package dev.quipu.model.segment;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

/** Zstandard by its native library; the only class that names that library, so that others load without it. */
final class Zstandard implements ByteCodec {

    /** Making one costs as much as decompressing a small chunk. */
    private static final ThreadLocal<ZstdDecompressCtx> DECOMPRESSION = ThreadLocal.withInitial(ZstdDecompressCtx::new);

    private final ZstdCompressCtx context;

    /** @param level as the library counts them, 1 the fastest */
    Zstandard(int level) {
        context = new ZstdCompressCtx().setLevel(level);
    }

    /** Whether the library can be used here. */
    static boolean loads() {
        try {
            return Zstd.compressBound(1) > 0;
        } catch (LinkageError e) {
            return false;
        }
    }

    @Override
    public int compress(byte[] from, int offset, int length, ByteSink to) {
        int bound = (int) Zstd.compressBound(length);
        int at = to.reserve(bound);
        return context.compressByteArray(to.buffer(), at, bound, from, offset, length);
    }

    static int decompress(String part, byte[] from, int offset, int length, byte[] to) {
        try {
            return DECOMPRESSION.get().decompressByteArray(to, 0, to.length, from, offset, length);
        } catch (ZstdException e) {
            throw new SegmentFormatException(part, "zstd data", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
