package dev.quipu.model.segment;

/**
 * Mostly small unsigned numbers, in whichever of two forms takes less: varints, which bear a large one now and then,
 * or byte planes, which bear numbers that are all of some size.
 *
 * <pre>
 * residuals := byte form (0 varints, 1 planes), then varint length and compressed varints, or byte planes
 * </pre>
 */
final class Residuals {

    private static final int VARINTS = 0;
    private static final int PLANES = 1;
    private static final int MAX_VARINT_BYTES = 10;

    private final Compression.Compressor compressor;
    private final ByteSink varints = new ByteSink(1 << 14);
    private final ByteSink planes = new ByteSink(1 << 14);

    Residuals(Compression.Compressor compressor) {
        this.compressor = compressor;
    }

    void write(ByteSink out, long[] values, int count) {
        varints.clear();
        for (int i = 0; i < count; i++) {
            varints.writeVarint(values[i]);
        }
        int begin = out.size();
        out.writeByte(VARINTS);
        out.writeVarint(varints.size());
        Chunks.writeCompressed(out, varints.buffer(), 0, varints.size(), compressor);
        int length = out.size() - begin;
        if (varints.size() <= count + count / 8) {
            return;
        }
        int planesAt = out.size();
        out.writeByte(PLANES);
        BytePlanes.write(out, values, count, compressor, planes);
        if (out.size() - planesAt < length) {
            System.arraycopy(out.buffer(), planesAt, out.buffer(), begin, out.size() - planesAt);
            out.truncate(begin + out.size() - planesAt);
        } else {
            out.truncate(planesAt);
        }
    }

    /** Reads {@code count} numbers into {@code values} from {@code from} on, which are 0 before. */
    static void read(String part, ByteSource in, long[] values, int from, int count) {
        int form = in.readByte();
        switch (form) {
            case VARINTS -> {
                int length = in.readCount("a length", MAX_VARINT_BYTES * count);
                ByteSource body = new ByteSource(part, Chunks.readCompressed(part, in, length));
                for (int i = 0; i < count; i++) {
                    values[from + i] = body.readVarint();
                }
            }
            case PLANES -> BytePlanes.read(part, in, values, from, count);
            default -> throw in.malformed("form 0 or 1", Integer.toString(form));
        }
    }
}
