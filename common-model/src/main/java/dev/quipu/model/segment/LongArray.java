package dev.quipu.model.segment;

import java.util.Arrays;

/** A growing array of longs that can be cut back. Not thread-safe. */
final class LongArray {

    private long[] values;
    private int size;

    LongArray(int expected) {
        values = new long[Math.max(16, expected)];
    }

    int size() {
        return size;
    }

    long get(int index) {
        return values[index];
    }

    void set(int index, long value) {
        values[index] = value;
    }

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, (int) Math.min(2L * size, Integer.MAX_VALUE - 8));
        }
        values[size++] = value;
    }

    /** Forgets everything from {@code newSize} on. */
    void truncate(int newSize) {
        size = newSize;
    }

    /** The values lie at 0 to {@link #size()}; valid until the next {@link #add}. */
    long[] array() {
        return values;
    }
}
