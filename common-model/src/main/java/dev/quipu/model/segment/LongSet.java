package dev.quipu.model.segment;

/** A set of longs by open addressing. Not thread-safe. */
final class LongSet {

    private long[] slots;
    private boolean hasZero;
    private int size;

    LongSet(int expected) {
        slots = new long[Math.max(16, Integer.highestOneBit(expected) * 4)];
    }

    int size() {
        return size;
    }

    void clear() {
        java.util.Arrays.fill(slots, 0);
        hasZero = false;
        size = 0;
    }

    /** Whether the value was new. */
    boolean add(long value) {
        if (value == 0) {
            boolean added = !hasZero;
            hasZero = true;
            size += added ? 1 : 0;
            return added;
        }
        int mask = slots.length - 1;
        int slot = (int) XxHash64.avalanche(value) & mask;
        while (slots[slot] != 0) {
            if (slots[slot] == value) {
                return false;
            }
            slot = slot + 1 & mask;
        }
        slots[slot] = value;
        size++;
        if (2 * size > slots.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        int mask = slots.length - 1;
        for (long value : old) {
            if (value != 0) {
                int slot = (int) XxHash64.avalanche(value) & mask;
                while (slots[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                slots[slot] = value;
            }
        }
    }

    /** The members, in no order. */
    long[] toArray() {
        long[] members = new long[size];
        int next = 0;
        for (long value : slots) {
            if (value != 0) {
                members[next++] = value;
            }
        }
        return members;
    }
}
