package dev.quipu.collector.scrape;

import java.time.Instant;
import java.util.Optional;

/**
 * How the latest fetch of a target went.
 *
 * @param key the target's
 * @param job of what the target shows
 * @param instance of what the target shows
 */
record ScrapeResult(
        String key,
        String tenant,
        String url,
        String job,
        String instance,
        Instant at,
        boolean up,
        long durationMillis,
        int samples,
        Optional<String> error) {}
