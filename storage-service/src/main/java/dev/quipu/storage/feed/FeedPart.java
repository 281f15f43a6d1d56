package dev.quipu.storage.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * A part of a consumer's work and how far it has committed.
 *
 * @param watermark everything acknowledged before this is consumed by it; empty when it never said
 */
public record FeedPart(String name, FeedCursor cursor, Optional<Instant> watermark) {}
