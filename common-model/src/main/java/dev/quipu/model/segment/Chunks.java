package dev.quipu.model.segment;

/** The frame of compressed bytes: {@code byte codec, int compressed length unless NONE, bytes}. */
final class Chunks {

    /** Fewer bytes than this are not worth a codec's own overhead. */
    private static final int SHORTEST = 48;

    private Chunks() {}

    static void writeCompressed(ByteSink out, byte[] bytes, int offset, int length, Compression.Compressor compressor) {
        if (length >= SHORTEST) {
            int header = out.size();
            out.writeByte(compressor.codec().ordinal());
            out.writeInt(0);
            int written = compressor.compress(bytes, offset, length, out);
            if (written >= 0) {
                out.setInt(header + 1, written);
                return;
            }
            out.truncate(header);
        }
        out.writeByte(Compression.NONE.ordinal());
        out.writeBytes(bytes, offset, length);
    }

    /** @param length of the bytes before compression, known to the reader from elsewhere and trusted */
    static byte[] readCompressed(String part, ByteSource in, int length) {
        return CompressedBytes.read(part, in, length).restore();
    }
}
