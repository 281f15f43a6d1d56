package dev.quipu.storage.search;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One page of results in the query's total order.
 *
 * @param nextCursor where the next page begins; empty on the last page
 * @param watermark everything acknowledged before this was looked at
 */
public record SearchPage<T>(List<T> results, Optional<String> nextCursor, Instant watermark, Scanned scanned) {
    public SearchPage {
        results = List.copyOf(results);
    }
}
