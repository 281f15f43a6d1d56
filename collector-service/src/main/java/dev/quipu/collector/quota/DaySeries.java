package dev.quipu.collector.quota;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The different series of a day, by their hashes: 8 bytes each, in slots that are at most three quarters full. Of two
 * series with one hash the second is taken for the first, and passes. Any thread.
 */
final class DaySeries {

    /** No more are told apart in a day, whatever the quota: so many take 128 MiB. */
    static final int MOST = 10_000_000;

    private static final int FIRST_SLOTS = 256;

    /** Stands for the hash 0, which is an empty slot's. */
    private static final long ZERO = 0x9E3779B97F4A7C15L;

    private long[] slots = new long[FIRST_SLOTS];
    private int size;
    private long day = Long.MIN_VALUE;

    /**
     * Adds series until there are as many as the limit.
     *
     * @param series of points, by their hashes
     * @return the points whose series are not among those of the day
     */
    synchronized BitSet refused(long[] series, long limit, long today) {
        begin(today);
        long most = Math.min(limit, MOST);
        BitSet refused = new BitSet();
        for (int i = 0; i < series.length; i++) {
            if (!holds(series[i] == 0 ? ZERO : series[i], most)) {
                refused.set(i);
            }
        }
        return refused;
    }

    synchronized int count(long today) {
        return today > day ? 0 : size;
    }

    private void begin(long today) {
        if (today > day) {
            day = today;
            slots = new long[FIRST_SLOTS];
            size = 0;
        }
    }

    private boolean holds(long one, long most) {
        int slot = slotOf(one);
        if (slots[slot] == one) {
            return true;
        }
        if (size >= most) {
            return false;
        }
        slots[slot] = one;
        if (4L * ++size > 3L * slots.length) {
            grow();
        }
        return true;
    }

    /** The slot that holds it, or the empty one where it belongs. */
    private int slotOf(long one) {
        int mask = slots.length - 1;
        int slot = (int) one & mask;
        while (slots[slot] != 0 && slots[slot] != one) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] before = slots;
        slots = new long[2 * before.length];
        Arrays.stream(before).filter(one -> one != 0).forEach(one -> slots[slotOf(one)] = one);
    }
}
