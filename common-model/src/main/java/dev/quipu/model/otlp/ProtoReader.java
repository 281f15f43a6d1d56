package dev.quipu.model.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * A cursor over the protobuf wire form (protobuf.dev, "Encoding") that hands out offsets, not objects. Every length
 * is held against what is left of the enclosing message before it is believed. Not thread-safe.
 *
 * <p>A message is read by {@code while (reader.hasMore()) switch (reader.readTag() >>> 3)}; a nested one between
 * {@link #enter()} and {@link #leave(int)}.
 */
public final class ProtoReader {

    public static final int VARINT = 0;
    public static final int FIXED64 = 1;
    public static final int LENGTH_DELIMITED = 2;
    public static final int FIXED32 = 5;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private final byte[] buffer;
    private int position;
    private int limit;

    public ProtoReader(byte[] buffer, int offset, int length) {
        if (offset < 0 || length < 0 || offset > buffer.length - length) {
            throw new IllegalArgumentException(
                    "range: expected within " + buffer.length + " bytes, got " + offset + "+" + length);
        }
        this.buffer = buffer;
        this.position = offset;
        this.limit = offset + length;
    }

    public ProtoReader(byte[] buffer) {
        this(buffer, 0, buffer.length);
    }

    public byte[] buffer() {
        return buffer;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return limit - position;
    }

    public boolean hasMore() {
        return position < limit;
    }

    /** Goes back to a position that this reader gave, inside the message being read. */
    public void seek(int earlier) {
        position = earlier;
    }

    /** Field number times eight plus wire type. */
    public int readTag() {
        if (position < limit && buffer[position] >= 1 << 3) {
            return buffer[position++];
        }
        return readLongTag();
    }

    private int readLongTag() {
        long tag = readVarint();
        if (tag >>> 3 == 0 || tag >>> 32 != 0) {
            throw malformed("a field tag", "tag " + tag);
        }
        return (int) tag;
    }

    public long readVarint() {
        if (position < limit && buffer[position] >= 0) {
            return buffer[position++];
        }
        return readLongVarint();
    }

    private long readLongVarint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (position >= limit) {
                throw malformed("a varint", "the end of the message");
            }
            byte next = buffer[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a varint of at most 10 bytes", "a longer one");
    }

    public long readFixed64() {
        require(Long.BYTES, "8 bytes of a fixed64");
        long value = (long) LONG.get(buffer, position);
        position += Long.BYTES;
        return value;
    }

    /** A {@code sint32}. */
    public int readZigZag32() {
        int value = (int) readVarint();
        return value >>> 1 ^ -(value & 1);
    }

    /** The values of a repeated {@code fixed64} or {@code double} at that tag: packed, or one by itself. */
    public void eachFixed64(int tag, LongConsumer each) {
        if ((tag & 7) == FIXED64) {
            each.accept(readFixed64());
            return;
        }
        expect(tag, LENGTH_DELIMITED);
        int outer = enter();
        while (hasMore()) {
            each.accept(readFixed64());
        }
        leave(outer);
    }

    /** The values of a repeated {@code uint64} at that tag: packed, or one by itself. */
    public void eachVarint(int tag, LongConsumer each) {
        if ((tag & 7) == VARINT) {
            each.accept(readVarint());
            return;
        }
        expect(tag, LENGTH_DELIMITED);
        int outer = enter();
        while (hasMore()) {
            each.accept(readVarint());
        }
        leave(outer);
    }

    public int readFixed32() {
        require(Integer.BYTES, "4 bytes of a fixed32");
        int value = (int) INT.get(buffer, position);
        position += Integer.BYTES;
        return value;
    }

    /** Length of the bytes, string or message that starts at {@link #position()} afterwards. */
    public int readLength() {
        long length = readVarint();
        if (length < 0 || length > limit - position) {
            throw malformed("a length of at most " + (limit - position), Long.toUnsignedString(length));
        }
        return (int) length;
    }

    /** Reads a length and moves past that many bytes; returns the length. */
    public int skipBytes() {
        int length = readLength();
        position += length;
        return length;
    }

    /** Moves past bytes whose length was read before. */
    public void advance(int length) {
        require(length, length + " bytes");
        position += length;
    }

    public String readString() {
        int length = readLength();
        String text = new String(buffer, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    public byte[] readBytes() {
        int length = readLength();
        byte[] bytes = java.util.Arrays.copyOfRange(buffer, position, position + length);
        position += length;
        return bytes;
    }

    /** Narrows the reader to the nested message whose length comes next; give the result to {@link #leave}. */
    public int enter() {
        int length = readLength();
        int outer = limit;
        limit = position + length;
        return outer;
    }

    /** Moves past the nested message, read or not, and widens the reader again. */
    public void leave(int outer) {
        position = limit;
        limit = outer;
    }

    /** Passes over the value of a field that is not wanted. */
    public void skip(int tag) {
        switch (tag & 7) {
            case VARINT -> readVarint();
            case FIXED64 -> readFixed64();
            case LENGTH_DELIMITED -> skipBytes();
            case FIXED32 -> readFixed32();
            default -> throw malformed("wire type 0, 1, 2 or 5", "wire type " + (tag & 7));
        }
    }

    /**
     * Passes over a field that this version does not know; one that it knows has come with another wire type than its
     * own, which is an error.
     *
     * @param lastKnown all field numbers up to this one are known
     */
    public void skipUnknown(int tag, int lastKnown) {
        if (tag >>> 3 <= lastKnown) {
            throw malformed("the wire type of field " + (tag >>> 3), "wire type " + (tag & 7));
        }
        skip(tag);
    }

    /** Refuses a known field that comes with another wire type than its own. */
    public void expect(int tag, int wireType) {
        if ((tag & 7) != wireType) {
            throw malformed("wire type " + wireType + " for field " + (tag >>> 3), "wire type " + (tag & 7));
        }
    }

    private void require(int bytes, String what) {
        if (bytes < 0 || bytes > limit - position) {
            throw malformed(what, (limit - position) + " bytes until the end of the message");
        }
    }

    public OtlpFormatException malformed(String expected, String got) {
        return new OtlpFormatException("protobuf: expected " + expected + " at byte " + position + ", got " + got);
    }
}
