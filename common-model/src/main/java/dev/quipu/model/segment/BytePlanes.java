package dev.quipu.model.segment;

/**
 * Unsigned numbers split into planes: plane p holds byte p of every number. Planes that look random are kept as they
 * are, the others are compressed together; so the noise of low bytes costs no time and the order in high bytes is used.
 */
final class BytePlanes {

    /** Planes whose bytes carry more bits than this are kept raw. */
    private static final double RAW_ABOVE_BITS = 7.2;

    private BytePlanes() {}

    /** @param values compared and split as unsigned */
    static void write(ByteSink out, long[] values, int count, Compression.Compressor compressor, ByteSink scratch) {
        long union = 0;
        for (int i = 0; i < count; i++) {
            union |= values[i];
        }
        int width = (71 - Long.numberOfLeadingZeros(union)) / 8;
        out.writeByte(width);
        int maskAt = out.size();
        out.writeByte(0);
        int rawMask = 0;
        scratch.clear();
        for (int plane = 0; plane < width; plane++) {
            boolean raw = bitsPerByte(values, count, 8 * plane) > RAW_ABOVE_BITS;
            rawMask |= raw ? 1 << plane : 0;
            ByteSink to = raw ? out : scratch;
            int at = to.reserve(count);
            byte[] bytes = to.buffer();
            int shift = 8 * plane;
            for (int i = 0; i < count; i++) {
                bytes[at + i] = (byte) (values[i] >>> shift);
            }
            to.grow(count);
        }
        out.buffer()[maskAt] = (byte) rawMask;
        if (scratch.size() > 0) {
            Chunks.writeCompressed(out, scratch.buffer(), 0, scratch.size(), compressor);
        }
    }

    /** Order-0 entropy of one plane, in bits per byte; planes too short to tell count as ordered. */
    private static double bitsPerByte(long[] values, int count, int shift) {
        if (count < 256) {
            return 0;
        }
        int[] histogram = new int[256];
        for (int i = 0; i < count; i++) {
            histogram[(int) (values[i] >>> shift) & 0xff]++;
        }
        double sum = 0;
        for (int occurrences : histogram) {
            sum += occurrences == 0 ? 0 : occurrences * Math.log(occurrences);
        }
        return (Math.log(count) - sum / count) / Math.log(2);
    }

    /** Reads {@code count} numbers into {@code values} from {@code from} on. */
    static void read(String part, ByteSource in, long[] values, int from, int count) {
        int width = in.readByte();
        if (width > Long.BYTES) {
            throw in.malformed("a width of at most 8 bytes", width + " bytes");
        }
        int rawMask = in.readByte();
        int raw = Integer.bitCount(rawMask & (1 << width) - 1);
        int rawAt = in.take(Math.multiplyExact(raw, count));
        byte[] rawBytes = in.buffer();
        byte[] packed = raw == width ? new byte[0] : Chunks.readCompressed(part, in, (width - raw) * count);
        int packedAt = 0;
        for (int plane = 0; plane < width; plane++) {
            boolean isRaw = (rawMask & 1 << plane) != 0;
            byte[] bytes = isRaw ? rawBytes : packed;
            int at = isRaw ? rawAt : packedAt;
            int shift = 8 * plane;
            for (int i = 0; i < count; i++) {
                values[from + i] |= (bytes[at + i] & 0xffL) << shift;
            }
            if (isRaw) {
                rawAt += count;
            } else {
                packedAt += count;
            }
        }
    }
}
