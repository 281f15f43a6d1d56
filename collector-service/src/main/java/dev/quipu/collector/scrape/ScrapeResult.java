package dev.quipu.collector.scrape;

import java.time.Instant;
import java.util.Optional;

/** How the latest fetch of a target went. */
record ScrapeResult(
        String key, String tenant, Instant at, boolean up, long durationMillis, int samples, Optional<String> error) {}
