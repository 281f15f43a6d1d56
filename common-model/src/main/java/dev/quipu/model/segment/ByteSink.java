package dev.quipu.model.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array, little-endian, with varints. Not thread-safe; bounded by 2 GiB. */
final class ByteSink {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private byte[] buffer;
    private int size;

    ByteSink(int expectedBytes) {
        buffer = new byte[Math.max(64, expectedBytes)];
    }

    int size() {
        return size;
    }

    /** The bytes written so far lie at 0 to {@link #size()}; valid until the next write. */
    byte[] buffer() {
        return buffer;
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    void clear() {
        size = 0;
    }

    /** Makes room for more bytes and returns where they begin; follow with {@link #grow}. */
    int reserve(int more) {
        if (more > buffer.length - size) {
            int doubled = (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 8);
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(size, more), doubled));
        }
        return size;
    }

    /** Counts bytes that were written into {@link #buffer()} directly. */
    void grow(int written) {
        size += written;
    }

    void writeByte(int value) {
        reserve(1);
        buffer[size++] = (byte) value;
    }

    void writeInt(int value) {
        int at = reserve(Integer.BYTES);
        INT.set(buffer, at, value);
        size += Integer.BYTES;
    }

    /** Overwrites an int written before. */
    void setInt(int at, int value) {
        INT.set(buffer, at, value);
    }

    /** Forgets everything from {@code newSize} on. */
    void truncate(int newSize) {
        size = newSize;
    }

    void writeLong(long value) {
        int at = reserve(Long.BYTES);
        LONG.set(buffer, at, value);
        size += Long.BYTES;
    }

    /** Unsigned, seven bits a byte. */
    void writeVarint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    /** Signed: small magnitudes of either sign take few bytes. */
    void writeZigZag(long value) {
        writeVarint(value << 1 ^ value >> 63);
    }

    void writeBytes(byte[] bytes, int offset, int length) {
        int at = reserve(length);
        System.arraycopy(bytes, offset, buffer, at, length);
        size += length;
    }

    /** Length, then UTF-8. */
    void writeString(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writeVarint(bytes.length);
        writeBytes(bytes, 0, bytes.length);
    }
}
