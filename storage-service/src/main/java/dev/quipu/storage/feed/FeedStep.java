package dev.quipu.storage.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * A step of a consumer of the feed.
 *
 * @param after where it begins, which has to be where the consumer has committed; empty: wherever that is
 * @param cursor where it ends
 * @param watermark everything acknowledged before this is consumed then; empty: that is not known to have changed
 */
public record FeedStep(Optional<FeedCursor> after, FeedCursor cursor, Optional<Instant> watermark) {}
