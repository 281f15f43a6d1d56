package dev.quipu.model.segment;

import java.util.Arrays;

/**
 * The distinct sequences of attribute columns that rows have, numbered from 0. Knowing a row's shape one knows which
 * attributes it has, how often and in which order. Reusable by {@link #clear}; not thread-safe.
 */
final class ShapeDictionary {

    private final Table table;
    /** A row that has the shape, for each shape. */
    private int[] example = new int[64];

    private long[] hashes = new long[64];
    private int[] slots = new int[256];
    private int size;

    ShapeDictionary(Table table) {
        this.table = table;
    }

    int size() {
        return size;
    }

    int exampleRow(int shape) {
        return example[shape];
    }

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    int shapeOf(int row) {
        long hash = 1;
        int end = table.attributesEnd(row);
        for (int attribute = table.attributesBegin(row); attribute < end; attribute++) {
            hash = XxHash64.mix(hash, table.attributeColumn(attribute));
        }
        int mask = slots.length - 1;
        int slot = (int) (hash ^ hash >>> 32) & mask;
        while (slots[slot] != 0) {
            int shape = slots[slot] - 1;
            if (hashes[shape] == hash && sameShape(example[shape], row)) {
                return shape;
            }
            slot = slot + 1 & mask;
        }
        return add(row, hash, slot);
    }

    private boolean sameShape(int a, int b) {
        int at = table.attributesBegin(a);
        int from = table.attributesBegin(b);
        int length = table.attributesEnd(b) - from;
        if (table.attributesEnd(a) - at != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (table.attributeColumn(at + i) != table.attributeColumn(from + i)) {
                return false;
            }
        }
        return true;
    }

    private int add(int row, long hash, int slot) {
        if (size == example.length) {
            example = Arrays.copyOf(example, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        example[size] = row;
        hashes[size] = hash;
        slots[slot] = ++size;
        if (2 * size > slots.length) {
            slots = new int[2 * slots.length];
            int mask = slots.length - 1;
            for (int shape = 0; shape < size; shape++) {
                int at = (int) (hashes[shape] ^ hashes[shape] >>> 32) & mask;
                while (slots[at] != 0) {
                    at = at + 1 & mask;
                }
                slots[at] = shape + 1;
            }
        }
        return size - 1;
    }
}
