package dev.quipu.analysis.client;

import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.SpanKey;
import java.time.Instant;
import java.util.Optional;

/**
 * Rate, errors and duration as storage knows them.
 *
 * @param watermark everything acknowledged before this is counted; empty when nothing was analysed yet
 * @param pendingRecords stored spans that are not counted yet
 */
public record FoundRollup(Rollup<SpanKey> rollup, Optional<Instant> watermark, long pendingRecords) {}
