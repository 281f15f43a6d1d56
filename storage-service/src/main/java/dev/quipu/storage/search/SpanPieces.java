package dev.quipu.storage.search;

import dev.quipu.model.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Turns spans into encoded pieces as they come, so that a large trace is never in memory as objects. Thread-safe. */
final class SpanPieces {

    private static final int SPANS_PER_PIECE = 10_000;

    private final Function<List<Span>, byte[]> encode;
    private final int maxSpans;
    private final List<byte[]> pieces = new ArrayList<>();
    private List<Span> pending = new ArrayList<>();
    private int spans;
    private boolean isTruncated;

    SpanPieces(Function<List<Span>, byte[]> encode, int maxSpans) {
        this.encode = encode;
        this.maxSpans = maxSpans;
    }

    /** Whether another span would be left out. */
    synchronized boolean isFull() {
        return spans >= maxSpans;
    }

    /** To be told that there was another. */
    synchronized void leaveOut() {
        isTruncated = true;
    }

    synchronized void add(List<Span> some) {
        int taken = Math.min(some.size(), maxSpans - spans);
        isTruncated |= taken < some.size();
        pending.addAll(some.subList(0, taken));
        spans += taken;
        if (pending.size() >= SPANS_PER_PIECE) {
            flush();
        }
    }

    synchronized List<byte[]> finish() {
        flush();
        return pieces;
    }

    synchronized int spans() {
        return spans;
    }

    synchronized boolean isTruncated() {
        return isTruncated;
    }

    private void flush() {
        if (!pending.isEmpty()) {
            pending.sort(Comparator.comparingLong(Span::startTimeUnixNano));
            pieces.add(encode.apply(pending));
            pending = new ArrayList<>();
        }
    }
}
