package dev.quipu.analysis.feed;

import dev.quipu.model.TraceId;
import java.util.function.Predicate;

/**
 * The traces of one range of hashes of their ids, of as many ranges as there are slices: each trace lies in one.
 *
 * @param index 0 for the first
 */
record Slice(int index, int count) implements Predicate<TraceId> {

    Slice {
        if (count < 1 || index < 0 || index >= count) {
            throw new IllegalArgumentException("slice: expected 0 to count - 1, got " + index + " of " + count);
        }
    }

    @Override
    public boolean test(TraceId id) {
        return count == 1 || Math.multiplyHigh(hash(id) >>> 1, 2L * count) == index;
    }

    /** Even where ids are not random: their makers may count, or begin with the time. The finaliser of MurmurHash3. */
    private static long hash(TraceId id) {
        long hash = id.high() * 0x9e3779b97f4a7c15L + id.low();
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
