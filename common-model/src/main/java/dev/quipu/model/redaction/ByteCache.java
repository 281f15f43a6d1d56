package dev.quipu.model.redaction;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Answers by short runs of bytes, in places of two each: a newcomer takes the place of the second, and a second that is
 * asked for again becomes the first. What comes once is not kept, only what comes again while its hash is remembered.
 * There is none before the first answer, and as many as are used, up to a number of places, and to a number of bytes that
 * many caches share. Any thread, without locks: entries do not change but for a hint, and one that is lost in a race is
 * worked out again.
 */
final class ByteCache<T> {

    /** Longer runs are not kept. */
    static final int MAX_BYTES = 128;

    /** What an entry and its place take beside its bytes, about. */
    private static final int ENTRY_BYTES = 80;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    /** An answer with what it is of. */
    static final class Entry<T> {
        private final long hash;
        private final byte[] bytes;
        private final T answer;
        /** A hint: what was asked for after this. */
        private @Nullable Entry<T> next;

        private Entry(long hash, byte[] bytes, T answer) {
            this.hash = hash;
            this.bytes = bytes;
            this.answer = answer;
        }

        T answer() {
            return answer;
        }

        boolean isOf(byte[] buffer, int offset, int length) {
            return bytes.length == length && Arrays.equals(bytes, 0, length, buffer, offset, offset + length);
        }

        @Nullable
        Entry<T> next() {
            return next;
        }

        void setNext(Entry<T> after) {
            next = after;
        }
    }

    private static final int FIRST_PLACES = 16;
    private static final int GROWTH = 4;
    private static final int REMEMBERED_PER_PLACE = 4;

    private final int mostPlaces;
    private final AtomicLong bytesLeft;
    private final ToIntFunction<T> answerBytes;
    private @Nullable Entry<T>[] entries;
    /** Hashes of runs that came once. */
    private long[] remembered = {};
    /** Answers since the places became more; not exact, as threads count at once. */
    private int added;
    /** Nobody outside can choose bytes that share a place. */
    private final long seed = ThreadLocalRandom.current().nextLong();

    /**
     * @param mostPlaces a power of two
     * @param bytesLeft what this and others may still take
     * @param answerBytes what an answer takes
     */
    ByteCache(int mostPlaces, AtomicLong bytesLeft, ToIntFunction<T> answerBytes) {
        this.mostPlaces = mostPlaces;
        this.bytesLeft = bytesLeft;
        this.answerBytes = answerBytes;
        entries = table(0);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> @Nullable Entry<T>[] table(int places) {
        return new Entry[2 * places];
    }

    /** The answer of these bytes, if it is known. @param hash of {@link #hash} */
    @Nullable
    Entry<T> find(long hash, byte[] buffer, int offset, int length) {
        @Nullable Entry<T>[] table = entries;
        if (length > MAX_BYTES || table.length == 0) {
            return null;
        }
        int place = place(table, hash);
        Entry<T> first = table[place];
        if (first != null && first.hash == hash && first.isOf(buffer, offset, length)) {
            return first;
        }
        Entry<T> second = table[place + 1];
        if (second != null && second.hash == hash && second.isOf(buffer, offset, length)) {
            table[place] = second;
            table[place + 1] = first;
            return second;
        }
        return null;
    }

    /** Keeps an answer that was not found, if its bytes came before and there is room. */
    void put(long hash, byte[] buffer, int offset, int length, T answer) {
        if (length > MAX_BYTES || !cameBefore(hash)) {
            return;
        }
        int bytes = ENTRY_BYTES + length + answerBytes.applyAsInt(answer);
        if (bytesLeft.addAndGet(-bytes) < 0) {
            bytesLeft.addAndGet(bytes);
            return;
        }
        @Nullable Entry<T>[] table = entries;
        if (table.length < 2 * mostPlaces && added++ >= table.length / 2) {
            table = grown(table);
        }
        put(table, new Entry<>(hash, Arrays.copyOfRange(buffer, offset, offset + length), answer));
    }

    private boolean cameBefore(long hash) {
        long[] hashes = remembered;
        if (hashes.length < REMEMBERED_PER_PLACE * Math.max(FIRST_PLACES, entries.length / 2)) {
            hashes = new long[REMEMBERED_PER_PLACE * Math.max(FIRST_PLACES, entries.length / 2)];
            remembered = hashes;
        }
        int at = (int) (hash >>> 32) & hashes.length - 1;
        boolean isSame = hashes[at] == hash;
        hashes[at] = hash;
        return isSame;
    }

    private void put(@Nullable Entry<T>[] table, Entry<T> entry) {
        int place = place(table, entry.hash);
        int free = table[place] == null ? place : place + 1;
        Entry<T> replaced = table[free];
        if (replaced != null) {
            bytesLeft.addAndGet(ENTRY_BYTES + replaced.bytes.length + answerBytes.applyAsInt(replaced.answer));
        }
        table[free] = entry;
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

    long hash(byte[] buffer, int offset, int length) {
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
