package dev.quipu.collector.prometheus;

import dev.quipu.model.otlp.OtlpFormatException;

/** Bounds what a request may grow to as OTLP, where texts that were sent once are written with every point. */
final class OutputBound {

    private final int maxBytes;
    private long bytes;

    OutputBound(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(int written) {
        bytes += written;
        check(0);
    }

    void check(int more) {
        if (bytes > maxBytes || more > maxBytes) {
            throw new OtlpFormatException("request: expected at most " + maxBytes + " bytes as OTLP, got more");
        }
    }
}
