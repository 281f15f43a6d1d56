package dev.quipu.model.segment;

import java.util.Arrays;

/** Bytes in the frame of {@link Chunks}, not yet decompressed. */
final class CompressedBytes {

    private final String part;
    private final Compression codec;
    private final byte[] buffer;
    private final int offset;
    private final int packed;
    private final int length;

    private CompressedBytes(String part, Compression codec, ByteSource in, int packed, int length) {
        this.part = part;
        this.codec = codec;
        this.buffer = in.buffer();
        this.offset = in.take(packed);
        this.packed = packed;
        this.length = length;
    }

    /** @param length of the bytes before compression, known to the reader from elsewhere and trusted */
    static CompressedBytes read(String part, ByteSource in, int length) {
        Compression codec = Compression.ofCode(part, in.readByte());
        return new CompressedBytes(part, codec, in, codec == Compression.NONE ? length : in.readInt(), length);
    }

    byte[] restore() {
        if (codec == Compression.NONE) {
            return Arrays.copyOfRange(buffer, offset, offset + length);
        }
        byte[] bytes = new byte[length];
        codec.decompress(part, buffer, offset, packed, bytes);
        return bytes;
    }
}
