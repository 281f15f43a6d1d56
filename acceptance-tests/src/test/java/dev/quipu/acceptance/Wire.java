package dev.quipu.acceptance;

import java.io.ByteArrayOutputStream;

/** Protobuf written by hand, for what the generated classes cannot say or cannot say without recursion. */
final class Wire {

    private static final int LENGTH_DELIMITED = 2;

    private Wire() {}

    static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 8);
        varint(out, number << 3 | LENGTH_DELIMITED);
        varint(out, content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(first.length + second.length);
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
