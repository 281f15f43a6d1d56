package dev.quipu.analysis.client;

import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCell;
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
        Rollup<K> rollup, Instant from, Instant to, Optional<Instant> watermark, long pendingRecords) {

    /** Which share of the stored spans is counted; empty when there are none. Of a rollup of spans. */
    public Optional<Double> analysedFraction() {
        long counted =
                rollup.byKey().values().stream().mapToLong(RollupCell::spans).sum();
        long all = counted + pendingRecords;
        return all == 0 ? Optional.empty() : Optional.of((double) counted / all);
    }
}
