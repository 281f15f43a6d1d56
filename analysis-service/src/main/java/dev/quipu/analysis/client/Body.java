package dev.quipu.analysis.client;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Gathers a body without ever holding more than it may. Not thread-safe. */
final class Body {

    private static final int FIRST_BYTES = 8 << 10;

    private final int maxBytes;
    private final BytesInFlight.Share share;
    private byte[] bytes = new byte[0];
    private int length;

    /**
     * @param announcedBytes the length that the answer announces; negative when it does not
     * @throws AnswerTooLargeException when that is more than {@code maxBytes}
     * @throws BusyException when that does not fit beside other answers
     */
    Body(long announcedBytes, int maxBytes, BytesInFlight.Share share) {
        this.maxBytes = maxBytes;
        this.share = share;
        if (announcedBytes > maxBytes) {
            throw new AnswerTooLargeException(maxBytes);
        }
        if (announcedBytes > 0) {
            resize((int) announcedBytes);
        }
    }

    /**
     * @throws AnswerTooLargeException when the body becomes larger than it may
     * @throws BusyException when it no longer fits beside other answers
     */
    void append(Buffer chunk) {
        long needed = (long) length + chunk.length();
        if (needed > maxBytes) {
            throw new AnswerTooLargeException(maxBytes);
        }
        if (needed > bytes.length) {
            resize((int) Math.min(maxBytes, Math.max(needed, Math.max(2L * bytes.length, FIRST_BYTES))));
        }
        chunk.getBytes(bytes, length);
        length += chunk.length();
    }

    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void resize(int newLength) {
        share.grow((long) newLength - bytes.length);
        bytes = Arrays.copyOf(bytes, newLength);
    }
}
