package dev.quipu.analysis.client;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of answers that all requests hold at once. Thread-safe. */
final class BytesInFlight {

    private final long maxBytes;
    private final AtomicLong held = new AtomicLong();

    BytesInFlight(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    long held() {
        return held.get();
    }

    Share open() {
        return new Share();
    }

    /** What one request holds. Closing gives all of it back, once; a closed share does not grow. Thread-safe. */
    final class Share {
        private long bytes;
        private boolean closed;

        /**
         * @throws BusyException when there is no room for that many bytes more
         * @throws IllegalStateException when the share is closed
         */
        synchronized void grow(long more) {
            if (closed) {
                throw new IllegalStateException("share of bytes in flight: expected it open, got it closed");
            }
            if (held.addAndGet(more) > maxBytes) {
                held.addAndGet(-more);
                throw new BusyException("answers of storage fill the " + maxBytes + " bytes that they may");
            }
            bytes += more;
        }

        synchronized void close() {
            if (!closed) {
                closed = true;
                held.addAndGet(-bytes);
            }
        }
    }
}
