package dev.quipu.model.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteSink} wrote. Every length and count is held against the bytes that are left before it is
 * believed, so damaged input costs an error and never memory.
 */
final class ByteSource {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private final String part;
    private final byte[] buffer;
    private final int limit;
    private int position;

    /** @param part named in errors */
    ByteSource(String part, byte[] buffer, int offset, int length) {
        this.part = part;
        this.buffer = buffer;
        this.position = offset;
        this.limit = offset + length;
    }

    ByteSource(String part, byte[] buffer) {
        this(part, buffer, 0, buffer.length);
    }

    int remaining() {
        return limit - position;
    }

    int position() {
        return position;
    }

    byte[] buffer() {
        return buffer;
    }

    int readByte() {
        require(1);
        return buffer[position++] & 0xff;
    }

    int readInt() {
        require(Integer.BYTES);
        int value = (int) INT.get(buffer, position);
        position += Integer.BYTES;
        return value;
    }

    long readLong() {
        require(Long.BYTES);
        long value = (long) LONG.get(buffer, position);
        position += Long.BYTES;
        return value;
    }

    long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = (byte) readByte();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new SegmentFormatException(part, "a varint of at most 10 bytes", "a longer one");
    }

    long readZigZag() {
        long value = readVarint();
        return value >>> 1 ^ -(value & 1);
    }

    /** A non-negative number of at most {@code max}. */
    int readCount(String what, int max) {
        long count = readVarint();
        if (count < 0 || count > max) {
            throw new SegmentFormatException(part, what + " of at most " + max, Long.toUnsignedString(count));
        }
        return (int) count;
    }

    /** How many entries follow, of which each takes at least one byte. */
    int readCount(String what) {
        return readCount(what, remaining());
    }

    /** Moves past that many bytes and returns where they begin in {@link #buffer()}. */
    int take(int length) {
        require(length);
        int begin = position;
        position += length;
        return begin;
    }

    byte[] readBytes(int length) {
        int begin = take(length);
        return Arrays.copyOfRange(buffer, begin, begin + length);
    }

    String readString() {
        int length = readCount("a string length");
        return new String(buffer, take(length), length, StandardCharsets.UTF_8);
    }

    private void require(int bytes) {
        if (bytes < 0 || bytes > limit - position) {
            throw new SegmentFormatException(part, bytes + " more bytes", (limit - position) + " until the end");
        }
    }

    SegmentFormatException malformed(String expected, String got) {
        return new SegmentFormatException(part, expected, got);
    }
}
