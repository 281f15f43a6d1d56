package dev.quipu.collector.api;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory that large bodies are collected in until they are whole, used again for the next: bodies that come to nothing,
 * however many, leave no garbage. What is kept while nobody uses it is bounded. Any thread.
 */
final class BodyPieces {

    static final int PIECE_BYTES = 64 * 1024;

    private static final int KEPT_SHARE_OF_HEAP = 10;

    private final ConcurrentLinkedQueue<byte[]> kept = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final int most;

    /** Keeps up to a tenth of the heap. */
    BodyPieces() {
        this(Runtime.getRuntime().maxMemory() / KEPT_SHARE_OF_HEAP);
    }

    BodyPieces(long keptBytes) {
        this.most = (int) Math.min(Integer.MAX_VALUE, keptBytes / PIECE_BYTES);
    }

    /** A piece with anything in it, for its taker alone until it is given back. */
    byte[] take() {
        byte[] piece = kept.poll();
        if (piece == null) {
            return new byte[PIECE_BYTES];
        }
        count.decrementAndGet();
        return piece;
    }

    /** @param piece that was taken, and that nobody looks at any more */
    void giveBack(byte[] piece) {
        if (count.incrementAndGet() <= most) {
            kept.add(piece);
        } else {
            count.decrementAndGet();
        }
    }

    int kept() {
        return count.get();
    }
}
