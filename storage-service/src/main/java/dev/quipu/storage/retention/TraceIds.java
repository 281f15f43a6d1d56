package dev.quipu.storage.retention;

import dev.quipu.model.TraceId;

/** Trace ids in two arrays, at most half of which is used: 32 to 64 bytes each. Not thread-safe. */
final class TraceIds {

    private static final int FIRST_SLOTS = 64;

    private long[] high = new long[FIRST_SLOTS];
    private long[] low = new long[FIRST_SLOTS];
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean contains(TraceId id) {
        int slot = slot(id.high(), id.low());
        return !isFree(slot);
    }

    /** The id that is all zeros is none. */
    void add(TraceId id) {
        int slot = slot(id.high(), id.low());
        if (!isFree(slot) || id.high() == 0 && id.low() == 0) {
            return;
        }
        high[slot] = id.high();
        low[slot] = id.low();
        if (2 * ++size > high.length) {
            grow();
        }
    }

    private boolean isFree(int slot) {
        return high[slot] == 0 && low[slot] == 0;
    }

    /** Where it is, or else the free slot where it belongs. */
    private int slot(long ofHigh, long ofLow) {
        long mixed = (ofHigh ^ Long.rotateLeft(ofLow, 32)) * 0x9E3779B97F4A7C15L;
        int mask = high.length - 1;
        int slot = (int) (mixed >>> 32) & mask;
        while (!isFree(slot) && (high[slot] != ofHigh || low[slot] != ofLow)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        high = new long[2 * oldHigh.length];
        low = new long[2 * oldLow.length];
        for (int i = 0; i < oldHigh.length; i++) {
            if (oldHigh[i] != 0 || oldLow[i] != 0) {
                int slot = slot(oldHigh[i], oldLow[i]);
                high[slot] = oldHigh[i];
                low[slot] = oldLow[i];
            }
        }
    }
}
