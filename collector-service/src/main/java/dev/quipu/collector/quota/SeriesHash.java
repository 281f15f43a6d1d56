package dev.quipu.collector.quota;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes of 64 bits that nobody foresees who does not know the seed, so that no sender makes series that look like one.
 * Not for what outlives the process.
 */
final class SeriesHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private final long seed;

    SeriesHash(long seed) {
        this.seed = seed;
    }

    /** Of a field's bytes. */
    long of(int field, byte[] bytes, int offset, int length) {
        long hash = mix(seed, (long) field << 32 | length);
        int end = offset + length;
        int at = offset;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            hash = mix(hash, (long) LONG.get(bytes, at));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << Byte.SIZE | bytes[at] & 0xff;
        }
        return mix(hash, rest);
    }

    /** Goes on with a hash: the finalizer of SplitMix64 over both. */
    static long mix(long hash, long value) {
        long mixed = (hash ^ value) + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
