package dev.quipu.storage.scrape;

import java.time.Instant;
import java.util.Optional;

/**
 * How a fetch of a target went.
 *
 * @param target its key
 * @param samples on the page
 * @param error why it is not up
 * @param collector that fetched it
 */
public record ScrapeResult(
        String target,
        String tenant,
        String url,
        String job,
        String instance,
        Instant at,
        boolean up,
        long durationMillis,
        long samples,
        Optional<String> error,
        String collector) {}
