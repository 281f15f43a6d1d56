package dev.quipu.model.segment;

import dev.quipu.model.otlp.ProtoReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Byte strings kept once each, named by a reference from 0 on in order of first appearance. What dictionaries are
 * made from: a value is hashed once per appearance and compared once, never turned into an object. Not thread-safe.
 */
final class BytesPool {

    /** Reference of the empty byte string in every pool. */
    static final int EMPTY = 0;

    private byte[] bytes;
    private int used;
    private int[] offsets;
    private long[] hashes;
    /** Entries that are not UTF-8: hardly ever any, so that whether there are is asked first. */
    private final BitSet invalid = new BitSet();

    private boolean isAllUtf8 = true;

    private int size;
    private int[] slots;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    BytesPool(int expectedEntries) {
        int entries = Math.max(64, expectedEntries);
        bytes = new byte[entries * 16];
        offsets = new int[entries + 1];
        hashes = new long[entries];
        slots = new int[Integer.highestOneBit(entries) * 4];
        intern(bytes, 0, 0);
    }

    int size() {
        return size;
    }

    /** Bytes of all entries together. */
    int usedBytes() {
        return used;
    }

    int length(int reference) {
        return offsets[reference + 1] - offsets[reference];
    }

    int offset(int reference) {
        return offsets[reference];
    }

    /** Where every entry's bytes lie; valid until the next {@link #intern}. */
    byte[] bytes() {
        return bytes;
    }

    /** XXH64 of the entry's bytes. */
    long hash(int reference) {
        return hashes[reference];
    }

    byte[] copy(int reference) {
        return Arrays.copyOfRange(bytes, offsets[reference], offsets[reference + 1]);
    }

    /** Reads the entry as a message; valid until the next {@link #intern}. */
    ProtoReader reader(int reference) {
        return new ProtoReader(bytes, offsets[reference], length(reference));
    }

    /** Whether the entry is valid UTF-8, as a protobuf string has to be. Found out once per entry. */
    boolean isUtf8(int reference) {
        return isAllUtf8 || !invalid.get(reference);
    }

    int intern(byte[] source, int offset, int length) {
        long hash = XxHash64.hash(source, offset, length);
        int mask = slots.length - 1;
        int slot = (int) (hash ^ hash >>> 32) & mask;
        while (slots[slot] != 0) {
            int reference = slots[slot] - 1;
            if (hashes[reference] == hash && holds(reference, source, offset, length)) {
                return reference;
            }
            slot = slot + 1 & mask;
        }
        slots[slot] = size + 1;
        return append(source, offset, length, hash);
    }

    /** Eight bytes at a time, the last eight overlapping: most values are too short for a call to pay. */
    private boolean holds(int reference, byte[] source, int offset, int length) {
        int begin = offsets[reference];
        if (offsets[reference + 1] - begin != length) {
            return false;
        }
        if (length < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                if (bytes[begin + i] != source[offset + i]) {
                    return false;
                }
            }
            return true;
        }
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((long) LONG.get(bytes, begin + i) != (long) LONG.get(source, offset + i)) {
                return false;
            }
        }
        return (long) LONG.get(bytes, begin + last) == (long) LONG.get(source, offset + last);
    }

    private int append(byte[] source, int offset, int length, long hash) {
        if (length > bytes.length - used) {
            int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(used, length), doubled));
        }
        if (size == hashes.length) {
            offsets = Arrays.copyOf(offsets, 2 * size + 1);
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        System.arraycopy(source, offset, bytes, used, length);
        used += length;
        hashes[size] = hash;
        if (!Utf8.isValid(source, offset, length)) {
            invalid.set(size);
            isAllUtf8 = false;
        }
        offsets[size + 1] = used;
        size++;
        if (2 * size > slots.length) {
            rehash();
        }
        return size - 1;
    }

    private void rehash() {
        int[] larger = new int[2 * slots.length];
        int mask = larger.length - 1;
        for (int reference = 0; reference < size; reference++) {
            int slot = (int) (hashes[reference] ^ hashes[reference] >>> 32) & mask;
            while (larger[slot] != 0) {
                slot = slot + 1 & mask;
            }
            larger[slot] = reference + 1;
        }
        slots = larger;
    }
}
