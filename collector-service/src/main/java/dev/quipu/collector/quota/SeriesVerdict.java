package dev.quipu.collector.quota;

import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;

/**
 * Which points of a request may not pass because the day has no place for their series.
 *
 * @param refused by the order of the points in the request; not changed any more
 * @param points that were looked at; 0 when nobody had to look
 * @param untilFree until there are places again
 */
public record SeriesVerdict(BitSet refused, int points, Duration untilFree) {

    /** All points pass. */
    public static final SeriesVerdict PASSES = new SeriesVerdict(new BitSet(), 0, Duration.ZERO);

    /** Present when not a single point may pass. */
    public Optional<Quotas.Excess> excess() {
        return points > 0 && refused.cardinality() == points
                ? Optional.of(new Quotas.Excess(Quotas.Limit.SERIES_PER_DAY, points, untilFree))
                : Optional.empty();
    }
}
