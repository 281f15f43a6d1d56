package dev.quipu.collector.scrape;

import dev.quipu.collector.exposition.PageFormat;
import java.util.Optional;

/**
 * What came of asking a target: a page, a failure of the target's, or neither when there was no room for it here.
 *
 * @param gone whether it was not asked because it is no target any more
 * @param gzip whether the body is still compressed
 */
record Fetched(
        Optional<ScrapeFailure> failure,
        boolean overloaded,
        boolean gone,
        byte[] body,
        int length,
        boolean gzip,
        PageFormat format,
        long durationNanos) {

    private static final byte[] NOTHING = {};

    static Fetched page(PageBytes bytes, boolean gzip, PageFormat format, long durationNanos) {
        return new Fetched(Optional.empty(), false, false, bytes.array(), bytes.length(), gzip, format, durationNanos);
    }

    static Fetched failed(ScrapeFailure failure, long durationNanos) {
        return new Fetched(Optional.of(failure), false, false, NOTHING, 0, false, PageFormat.TEXT, durationNanos);
    }

    static Fetched overloaded(long durationNanos) {
        return new Fetched(Optional.empty(), true, false, NOTHING, 0, false, PageFormat.TEXT, durationNanos);
    }

    static Fetched nothingAnyMore() {
        return new Fetched(Optional.empty(), false, true, NOTHING, 0, false, PageFormat.TEXT, 0);
    }
}
