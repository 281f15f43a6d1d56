package dev.quipu.model.segment;

import java.util.Arrays;

/** The decoders behind the checksums, each by itself. */
public final class FuzzChunks {

    private static final int MAX_BYTES = 1 << 20;

    private FuzzChunks() {}

    public static void read(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int count = input[1] & 0xff;
        byte[] bytes = Arrays.copyOfRange(input, 2, input.length);
        try {
            ByteSource in = new ByteSource("chunk", bytes);
            switch (input[0] & 7) {
                case 0 -> NumberChunk.read("numbers", in, count);
                case 1 -> all(PooledChunk.read("texts", in, count, MAX_BYTES));
                case 2 -> RowIdChunk.read("ids", in, new long[count], new int[count]);
                case 3 -> SampleChunk.read("samples", in, new long[count]);
                case 4 -> PackedCodes.read(in, count, 100);
                case 5 -> Residuals.read("residuals", in, new long[count], 0, count);
                case 6 -> BytePlanes.read("planes", in, new long[count], 0, count);
                default -> SegmentHead.parse(bytes);
            }
        } catch (SegmentFormatException e) {
            // documented
        }
    }

    static void all(ByteStrings texts) {
        for (int row = 0; row < texts.rows(); row++) {
            texts.text(row);
        }
    }
}
