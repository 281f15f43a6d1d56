package dev.quipu.collector.exposition;

import dev.quipu.model.KeyValue;
import java.util.List;

/**
 * A set of series by 64-bit hashes of their names and labels, whatever the order of the labels. Two series with the
 * same hash count as one: not among so few as a page has, unless their target wants it so. Not thread-safe.
 */
public final class SeriesSet {

    private static final long EMPTY = 0;

    private long[] slots = new long[256];
    private int size;

    static long hash(String name, List<KeyValue> labels) {
        long sum = 0;
        for (KeyValue label : labels) {
            sum += mix(31 * text(label.key()) + text(((dev.quipu.model.AnyValue.StringValue) label.value()).value()));
        }
        return mix(sum + text(name));
    }

    /** Of more than 32 bits, unlike {@code hashCode}. */
    private static long text(String text) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100_0000_01b3L;
        }
        return mix(hash);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51_afd7_ed55_8ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ce_b9fe_1a85_ec53L;
        return mixed ^ mixed >>> 33;
    }

    /** False when it was in the set before. */
    public boolean add(long hash) {
        long key = hash == EMPTY ? 1 : hash;
        if (2 * size >= slots.length) {
            grow();
        }
        int slot = slotOf(key);
        if (slots[slot] == key) {
            return false;
        }
        slots[slot] = key;
        size++;
        return true;
    }

    public boolean contains(long hash) {
        long key = hash == EMPTY ? 1 : hash;
        return slots[slotOf(key)] == key;
    }

    private int slotOf(long key) {
        int slot = (int) (key >>> 32) & slots.length - 1;
        while (slots[slot] != EMPTY && slots[slot] != key) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] before = slots;
        slots = new long[2 * before.length];
        for (long key : before) {
            if (key != EMPTY) {
                slots[slotOf(key)] = key;
            }
        }
    }

    public int size() {
        return size;
    }

    /** How many are in this set and not in the other. */
    public int without(SeriesSet other) {
        int count = 0;
        for (long key : slots) {
            count += key != EMPTY && !other.contains(key) ? 1 : 0;
        }
        return count;
    }
}
