package dev.quipu.model.redaction;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Answers by short runs of bytes, in a fixed number of places of two each: a newcomer takes the place of the second, and
 * a second that is asked for again becomes the first. Any thread, without locks: entries do not change, and one that is
 * lost in a race is worked out again.
 */
final class ByteCache<T> {

    /** Longer runs are not kept. */
    static final int MAX_BYTES = 128;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private record Entry<T>(long hash, byte[] bytes, T answer) {
        boolean isOf(long other, byte[] buffer, int offset, int length) {
            return hash == other && Arrays.equals(bytes, 0, bytes.length, buffer, offset, offset + length);
        }
    }

    private final @Nullable Entry<T>[] entries;
    /** Nobody outside can choose bytes that share a place. */
    private final long seed = ThreadLocalRandom.current().nextLong();

    /** @param places a power of two */
    @SuppressWarnings({"unchecked", "rawtypes"})
    ByteCache(int places) {
        entries = new Entry[2 * places];
    }

    @Nullable
    T get(byte[] buffer, int offset, int length) {
        if (length > MAX_BYTES) {
            return null;
        }
        long hash = hash(buffer, offset, length);
        int place = place(hash);
        Entry<T> first = entries[place];
        if (first != null && first.isOf(hash, buffer, offset, length)) {
            return first.answer();
        }
        Entry<T> second = entries[place + 1];
        if (second != null && second.isOf(hash, buffer, offset, length)) {
            entries[place] = second;
            entries[place + 1] = first;
            return second.answer();
        }
        return null;
    }

    void put(byte[] buffer, int offset, int length, T answer) {
        if (length <= MAX_BYTES) {
            long hash = hash(buffer, offset, length);
            int place = place(hash);
            entries[entries[place] == null ? place : place + 1] =
                    new Entry<>(hash, Arrays.copyOfRange(buffer, offset, offset + length), answer);
        }
    }

    private int place(long hash) {
        return (int) (hash >>> 32) & entries.length - 2;
    }

    private long hash(byte[] buffer, int offset, int length) {
        long hash = seed ^ length * PRIME;
        int end = offset + length;
        int at = offset;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = (hash ^ (long) LONG.get(buffer, at)) * PRIME;
            hash ^= hash >>> 29;
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << 8 | buffer[at] & 0xff;
        }
        hash = (hash ^ rest) * PRIME;
        return hash ^ hash >>> 32;
    }
}
