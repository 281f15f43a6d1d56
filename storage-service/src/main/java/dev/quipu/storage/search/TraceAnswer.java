package dev.quipu.storage.search;

import java.time.Instant;
import java.util.List;

/**
 * Whole traces, encoded.
 *
 * @param pieces each a complete message of some of the spans
 * @param isTruncated there are more spans than one answer may have
 * @param watermark everything acknowledged before this was looked at
 */
public record TraceAnswer(List<byte[]> pieces, int spans, boolean isTruncated, Instant watermark) {
    public TraceAnswer {
        pieces = List.copyOf(pieces);
    }
}
