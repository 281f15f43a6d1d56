package dev.quipu.model.segment;

import java.util.Arrays;

/** Finds the distinct values of a slice, in order of first appearance, and each value's code. Reusable; not thread-safe. */
final class DistinctNumbers {

    private long[] values = new long[256];
    private int[] codes = new int[0];
    private int[] slots = new int[1024];
    private int size;

    int size() {
        return size;
    }

    long value(int code) {
        return values[code];
    }

    /** Code of each value of the slice, from 0. */
    int[] codes() {
        return codes;
    }

    /** False, and nothing to be read, as soon as there are more than {@code limit} distinct values. */
    boolean collect(long[] from, int offset, int count, int limit) {
        Arrays.fill(slots, 0);
        size = 0;
        if (codes.length < count) {
            codes = new int[count];
        }
        int previous = -1;
        for (int i = 0; i < count; i++) {
            long value = from[offset + i];
            if (previous < 0 || values[previous] != value) {
                previous = codeOf(value, limit);
                if (previous < 0) {
                    return false;
                }
            }
            codes[i] = previous;
        }
        return true;
    }

    private int codeOf(long value, int limit) {
        int mask = slots.length - 1;
        int slot = (int) XxHash64.avalanche(value) & mask;
        while (slots[slot] != 0) {
            int code = slots[slot] - 1;
            if (values[code] == value) {
                return code;
            }
            slot = slot + 1 & mask;
        }
        if (size == limit) {
            return -1;
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size] = value;
        slots[slot] = ++size;
        if (2 * size > slots.length) {
            rehash();
        }
        return size - 1;
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        for (int code = 0; code < size; code++) {
            int slot = (int) XxHash64.avalanche(values[code]) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = code + 1;
        }
    }
}
