package dev.quipu.model.redaction;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Answers by short runs of bytes, in places of two each: a newcomer takes the place of the second, and a second that is
 * asked for again becomes the first. There is none before the first answer, and as many as are used, up to a bound. Any
 * thread, without locks: entries do not change, and one that is lost in a race is worked out again.
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

    private static final int FIRST_PLACES = 16;
    private static final int GROWTH = 4;

    private final int mostPlaces;
    private @Nullable Entry<T>[] entries;
    /** Answers since the places became more; not exact, as threads count at once. */
    private int added;
    /** Nobody outside can choose bytes that share a place. */
    private final long seed = ThreadLocalRandom.current().nextLong();

    /** @param mostPlaces a power of two */
    ByteCache(int mostPlaces) {
        this.mostPlaces = mostPlaces;
        entries = table(0);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> @Nullable Entry<T>[] table(int places) {
        return new Entry[2 * places];
    }

    @Nullable
    T get(byte[] buffer, int offset, int length) {
        @Nullable Entry<T>[] table = entries;
        if (length > MAX_BYTES || table.length == 0) {
            return null;
        }
        long hash = hash(buffer, offset, length);
        int place = place(table, hash);
        Entry<T> first = table[place];
        if (first != null && first.isOf(hash, buffer, offset, length)) {
            return first.answer();
        }
        Entry<T> second = table[place + 1];
        if (second != null && second.isOf(hash, buffer, offset, length)) {
            table[place] = second;
            table[place + 1] = first;
            return second.answer();
        }
        return null;
    }

    void put(byte[] buffer, int offset, int length, T answer) {
        if (length <= MAX_BYTES) {
            @Nullable Entry<T>[] table = entries;
            if (table.length < 2 * mostPlaces && added++ >= table.length / 2) {
                table = grown(table);
            }
            long hash = hash(buffer, offset, length);
            put(table, new Entry<>(hash, Arrays.copyOfRange(buffer, offset, offset + length), answer));
        }
    }

    private static <T> void put(@Nullable Entry<T>[] table, Entry<T> entry) {
        int place = place(table, entry.hash());
        table[table[place] == null ? place : place + 1] = entry;
    }

    private @Nullable Entry<T>[] grown(@Nullable Entry<T>[] smaller) {
        @Nullable Entry<T>[] larger = table(Math.min(mostPlaces, Math.max(FIRST_PLACES, GROWTH * smaller.length / 2)));
        for (Entry<T> entry : smaller) {
            if (entry != null) {
                put(larger, entry);
            }
        }
        added = 0;
        entries = larger;
        return larger;
    }

    private static int place(@Nullable Entry<?>[] table, long hash) {
        return (int) (hash >>> 32) & table.length - 2;
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
