package dev.quipu.collector.api;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.quipu.collector.intake.Answer;
import java.nio.ByteBuffer;

/**
 * The {@code zstd} coding of HTTP (RFC 8878): one or more frames, each with a window of at most 8 MiB, which is all
 * that the coding allows (RFC 9659) and all the native memory that a body can take. Of each frame the first byte goes
 * alone: of one that it has as a whole the library checks more than of one in pieces, and what comes of a body would
 * depend on how it arrives.
 */
final class ZstdDecoder implements ContentDecoder {

    private static final int MAX_WINDOW_LOG = 23;

    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private boolean frameEnded;
    private boolean isAtFrame = true;

    ZstdDecoder() {
        context.setLongMax(MAX_WINDOW_LOG);
    }

    @Override
    public void decode(byte[] chunk, BodyBytes target) throws RequestRefused {
        ByteBuffer in = ByteBuffer.wrap(chunk);
        boolean outputFull = false;
        try {
            while (in.hasRemaining() || outputFull) {
                int room = target.room();
                ByteBuffer out = ByteBuffer.wrap(target.buffer(), target.at(), room);
                int before = in.position();
                int end = in.limit();
                in.limit(isAtFrame ? before + 1 : end);
                frameEnded = context.decompressByteBufferStream(out, in);
                in.limit(end);
                isAtFrame = frameEnded;
                int wrote = out.position() - target.at();
                target.wrote(wrote);
                outputFull = wrote == room && !frameEnded;
                if (wrote == 0 && in.position() == before) {
                    break;
                }
            }
        } catch (ZstdException e) {
            throw new RequestRefused(
                    Answer.unreadable("zstd: expected frames with windows of at most 8 MiB, got " + e.getMessage()));
        }
    }

    @Override
    public void finish() throws RequestRefused {
        if (!frameEnded) {
            throw new RequestRefused(Answer.unreadable("zstd: expected the end of a frame, got the end of the body"));
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
