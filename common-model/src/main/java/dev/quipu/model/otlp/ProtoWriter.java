package dev.quipu.model.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the protobuf wire form. Nested messages are written in place: {@link #begin} keeps one byte for the length,
 * {@link #end} moves the body when it needs more. Fields with their default value are the caller's to leave out;
 * the {@code …OrOmit} forms do it. Not thread-safe.
 */
public final class ProtoWriter {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private byte[] buffer;
    private int size;

    public ProtoWriter(int expectedBytes) {
        buffer = new byte[Math.max(64, expectedBytes)];
    }

    public int size() {
        return size;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    public void clear() {
        size = 0;
    }

    /** Forgets everything from a size on that was {@link #size()} before. */
    public void truncate(int earlierSize) {
        size = earlierSize;
    }

    private void reserve(int more) {
        if (more > buffer.length - size) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(size, more), (int)
                    Math.min(2L * buffer.length, Integer.MAX_VALUE - 8)));
        }
    }

    private void varint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    private void tag(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    public void writeVarint(int field, long value) {
        tag(field, ProtoReader.VARINT);
        varint(value);
    }

    public void writeFixed64(int field, long value) {
        tag(field, ProtoReader.FIXED64);
        reserve(Long.BYTES);
        LONG.set(buffer, size, value);
        size += Long.BYTES;
    }

    public void writeFixed32(int field, int value) {
        tag(field, ProtoReader.FIXED32);
        reserve(Integer.BYTES);
        INT.set(buffer, size, value);
        size += Integer.BYTES;
    }

    public void writeDouble(int field, double value) {
        writeFixed64(field, Double.doubleToRawLongBits(value));
    }

    public void writeBytes(int field, byte[] bytes, int offset, int length) {
        tag(field, ProtoReader.LENGTH_DELIMITED);
        varint(length);
        reserve(length);
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    public void writeBytes(int field, byte[] bytes) {
        writeBytes(field, bytes, 0, bytes.length);
    }

    public void writeString(int field, String text) {
        writeBytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    public void writeStringOrOmit(int field, String text) {
        if (!text.isEmpty()) {
            writeString(field, text);
        }
    }

    public void writeVarintOrOmit(int field, long value) {
        if (value != 0) {
            writeVarint(field, value);
        }
    }

    public void writeFixed64OrOmit(int field, long value) {
        if (value != 0) {
            writeFixed64(field, value);
        }
    }

    public void writeFixed32OrOmit(int field, int value) {
        if (value != 0) {
            writeFixed32(field, value);
        }
    }

    /** A repeated {@code fixed64} or {@code double}, by its bits; nothing at all when there are none. */
    public void writePackedFixed64(int field, long[] values) {
        if (values.length == 0) {
            return;
        }
        tag(field, ProtoReader.LENGTH_DELIMITED);
        varint((long) values.length * Long.BYTES);
        reserve(values.length * Long.BYTES);
        for (long value : values) {
            LONG.set(buffer, size, value);
            size += Long.BYTES;
        }
    }

    /** One value of a packed list, between {@link #begin} and {@link #end}. */
    public void writePackedVarint(long value) {
        varint(value);
    }

    /** How a {@code sint32} is written as a varint. */
    public static long zigZag(int value) {
        return Integer.toUnsignedLong(value << 1 ^ value >> 31);
    }

    /** An id of 8 or 16 bytes, big-endian. */
    public void writeId(int field, long... words) {
        tag(field, ProtoReader.LENGTH_DELIMITED);
        varint((long) words.length * Long.BYTES);
        reserve(words.length * Long.BYTES);
        for (long word : words) {
            LONG.set(buffer, size, Long.reverseBytes(word));
            size += Long.BYTES;
        }
    }

    /** Begins a nested message; give the result to {@link #end}. */
    public int begin(int field) {
        tag(field, ProtoReader.LENGTH_DELIMITED);
        reserve(1);
        return size++;
    }

    public void end(int begun) {
        int length = size - begun - 1;
        int lengthBytes = (38 - Integer.numberOfLeadingZeros(length | 1)) / 7;
        if (lengthBytes > 1) {
            reserve(lengthBytes - 1);
            System.arraycopy(buffer, begun + 1, buffer, begun + lengthBytes, length);
        }
        size = begun;
        varint(length);
        size += length;
    }
}
