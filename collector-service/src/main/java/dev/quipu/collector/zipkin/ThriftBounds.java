package dev.quipu.collector.zipkin;

import java.nio.ByteBuffer;

/**
 * Goes over a list in Thrift's binary protocol before it is decoded. Zipkin's decoder believes the length of what it
 * skips: a few bytes that claim a long list of nothing would keep it busy for ever. Here every element takes a byte or
 * more, so that no claim is larger than the body.
 */
final class ThriftBounds {

    private static final int MAX_DEPTH = 16;

    /** The decoder reads the lists down to this depth, and takes their elements for structs whatever they say. */
    private static final int SPAN_FIELD_DEPTH = 2;

    private static final int STOP = 0;
    private static final int STRUCT = 12;

    private final ByteBuffer in;

    private ThriftBounds(ByteBuffer in) {
        this.in = in;
    }

    /**
     * @throws IllegalArgumentException when a length is more than there can be, or a type is none of the protocol's
     * @throws java.nio.BufferUnderflowException when the body ends too early
     */
    static void check(byte[] body) {
        new ThriftBounds(ByteBuffer.wrap(body)).skipList(0);
    }

    private void skipList(int depth) {
        int type = in.get();
        if (depth <= SPAN_FIELD_DEPTH && type != STRUCT) {
            throw new IllegalArgumentException("a list of structs expected, got one of type " + type);
        }
        int length = length(1);
        for (int i = 0; i < length; i++) {
            skip(type, depth + 1);
        }
    }

    private void skipMap(int depth) {
        int key = in.get();
        int value = in.get();
        int length = length(2);
        for (int i = 0; i < length; i++) {
            skip(key, depth + 1);
            skip(value, depth + 1);
        }
    }

    private int length(int leastBytes) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining() / leastBytes) {
            throw new IllegalArgumentException(
                    "a length of at most " + in.remaining() / leastBytes + " expected, got " + length);
        }
        return length;
    }

    private void skipStruct(int depth) {
        for (int type = in.get(); type != STOP; type = in.get()) {
            in.getShort();
            skip(type, depth + 1);
        }
    }

    private void skip(int type, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("nesting of at most " + MAX_DEPTH + " expected, got more");
        }
        switch (type) {
            case 2, 3 -> in.get();
            case 6 -> in.getShort();
            case 8 -> in.getInt();
            case 4, 10 -> in.getLong();
            case 11 -> {
                int length = length(1);
                in.position(in.position() + length);
            }
            case STRUCT -> skipStruct(depth);
            case 13 -> skipMap(depth);
            case 14, 15 -> skipList(depth);
            default -> throw new IllegalArgumentException("a type of Thrift expected, got " + type);
        }
    }
}
