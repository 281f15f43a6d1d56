package dev.quipu.analysis.client;

import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What is added up of spans or calls, as storage knows it.
 *
 * @param from start of the time that is counted, at a whole step
 * @param to end of it
 * @param watermark everything acknowledged before this is counted; empty when nothing was analysed yet
 * @param pendingRecords stored spans that are not counted yet
 */
public record FoundRollup<K extends RollupKey<K>>(
        Rollup<K> rollup, Instant from, Instant to, Optional<Instant> watermark, long pendingRecords) {}
