package dev.quipu.benchmarks.scrape;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How well fetches kept their interval: those of a target should be a whole number of intervals after its first.
 *
 * @param fetches of all targets
 * @param lateMillis of each fetch, beyond the earliest of its target's slots
 * @param missed slots without a fetch, between a target's first and last
 * @param doubled slots with more than one fetch
 */
record Punctuality(long fetches, Histogram lateMillis, long missed, long doubled) {

    static Punctuality of(List<List<Long>> fetchedMillis, long intervalMillis) {
        Histogram late = new Histogram(3_600_000L, 3);
        long fetches = 0;
        long missed = 0;
        long doubled = 0;
        for (List<Long> target : fetchedMillis) {
            if (target.isEmpty()) {
                missed++;
                continue;
            }
            // The earliest phase that was seen is taken for the slot's; every other fetch is as late as it is after
            // that.
            long first = target.get(0);
            long earliest = target.stream()
                    .mapToLong(time -> phase(time - first, intervalMillis))
                    .min()
                    .orElseThrow();
            long slot = -1;
            for (long time : target) {
                long since = time - first - earliest;
                late.recordValue(Math.max(0, Math.floorMod(since, intervalMillis)));
                long now = Math.floorDiv(since, intervalMillis);
                doubled += now == slot ? 1 : 0;
                missed += slot >= 0 && now > slot + 1 ? now - slot - 1 : 0;
                slot = now;
                fetches++;
            }
        }
        return new Punctuality(fetches, late, missed, doubled);
    }

    /** Distance from the nearest slot of the first fetch; negative when before it. */
    private static long phase(long sinceFirst, long intervalMillis) {
        long after = Math.floorMod(sinceFirst, intervalMillis);
        return after > intervalMillis / 2 ? after - intervalMillis : after;
    }
}
