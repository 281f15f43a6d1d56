package dev.quipu.model.segment;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which attribute columns a table has: one per (key, type), numbered from 0 in order of first appearance, up to
 * a limit; what comes after shares one OVERFLOW column. Not thread-safe.
 */
final class AttributeColumns {

    /** More columns than this cost more in directory entries than they save in values. */
    static final int MAX = 1024;

    private static final int TYPES = ValueType.values().length;

    private final int limit;
    private int[] keys = new int[64];
    private ValueType[] types = new ValueType[64];
    private int size;
    /** What became of the values of each column, and of which rules that tells. */
    private RedactedValues.@Nullable Verdicts[] verdicts = {};

    private int verdictsOf;
    /** Column number plus one by key reference and type. */
    private int[] byKey = new int[64 * TYPES];

    AttributeColumns(int limit) {
        this.limit = limit;
    }

    int size() {
        return size;
    }

    /** Reference of the column's key in the pool. */
    int key(int column) {
        return keys[column];
    }

    ValueType type(int column) {
        return types[column];
    }

    /** What became of the column's values; null when its rules were not asked for since they changed. */
    RedactedValues.@Nullable Verdicts verdicts(int column, int generation) {
        return generation == verdictsOf && column < verdicts.length ? verdicts[column] : null;
    }

    void setVerdicts(int column, int generation, RedactedValues.Verdicts ofColumn) {
        if (generation != verdictsOf) {
            verdictsOf = generation;
            Arrays.fill(verdicts, null);
        }
        if (column >= verdicts.length) {
            verdicts = Arrays.copyOf(verdicts, Math.max(64, 2 * column));
        }
        verdicts[column] = ofColumn;
    }

    /** The column's number, or the OVERFLOW column's when there is no room for another. */
    int columnOf(int keyReference, ValueType type) {
        int slot = keyReference * TYPES + type.ordinal();
        if (slot < byKey.length && byKey[slot] != 0) {
            return byKey[slot] - 1;
        }
        if (size >= limit - 1 && type != ValueType.OVERFLOW) {
            return columnOf(BytesPool.EMPTY, ValueType.OVERFLOW);
        }
        return add(keyReference, type, slot);
    }

    private int add(int keyReference, ValueType type, int slot) {
        if (slot >= byKey.length) {
            byKey = Arrays.copyOf(byKey, Math.max(slot + 1, 2 * byKey.length));
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            types = Arrays.copyOf(types, 2 * size);
        }
        keys[size] = keyReference;
        types[size] = type;
        byKey[slot] = ++size;
        return size - 1;
    }
}
