package dev.quipu.model.segment;

/** Small codes, each in a power-of-two number of bits. */
final class PackedCodes {

    private PackedCodes() {}

    /** The fewest bits, of 1, 2, 4, 8, 16 and 32, that hold codes 0 to {@code distinct - 1}. */
    static int bitsFor(int distinct) {
        int needed = 32 - Integer.numberOfLeadingZeros(Math.max(1, distinct - 1));
        return needed <= 1 ? 1 : Integer.highestOneBit(2 * needed - 1);
    }

    static void write(ByteSink out, int[] codes, int count, int distinct) {
        int bits = bitsFor(distinct);
        out.writeByte(bits);
        int length = byteLength(count, bits);
        int at = out.reserve(length);
        byte[] to = out.buffer();
        if (bits >= 8) {
            for (int i = 0; i < count; i++) {
                for (int shift = 0; shift < bits; shift += 8) {
                    to[at++] = (byte) (codes[i] >>> shift);
                }
            }
        } else {
            java.util.Arrays.fill(to, at, at + length, (byte) 0);
            int perByte = 8 / bits;
            for (int i = 0; i < count; i++) {
                to[at + i / perByte] |= (byte) (codes[i] << i % perByte * bits);
            }
        }
        out.grow(length);
    }

    /** Reads {@code count} codes, each held against {@code distinct}. */
    static int[] read(ByteSource in, int count, int distinct) {
        int bits = in.readByte();
        if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16 && bits != 32) {
            throw in.malformed("codes of 1, 2, 4, 8, 16 or 32 bits", bits + " bits");
        }
        int at = in.take(byteLength(count, bits));
        byte[] from = in.buffer();
        int[] codes = new int[count];
        int highest = 0;
        switch (bits) {
            case 8 -> {
                for (int i = 0; i < count; i++) {
                    codes[i] = from[at + i] & 0xff;
                    highest = Math.max(highest, codes[i]);
                }
            }
            case 16 -> {
                for (int i = 0; i < count; i++) {
                    codes[i] = from[at + 2 * i] & 0xff | (from[at + 2 * i + 1] & 0xff) << 8;
                    highest = Math.max(highest, codes[i]);
                }
            }
            case 32 -> {
                for (int i = 0; i < count; i++) {
                    codes[i] = (from[at + 4 * i] & 0xff)
                            | (from[at + 4 * i + 1] & 0xff) << 8
                            | (from[at + 4 * i + 2] & 0xff) << 16
                            | (from[at + 4 * i + 3] & 0xff) << 24;
                    highest = codes[i] < 0 ? Integer.MAX_VALUE : Math.max(highest, codes[i]);
                }
            }
            default -> {
                int perByte = 8 / bits;
                int mask = (1 << bits) - 1;
                for (int i = 0; i < count; i++) {
                    codes[i] = from[at + i / perByte] >>> i % perByte * bits & mask;
                    highest = Math.max(highest, codes[i]);
                }
            }
        }
        if (count > 0 && highest >= distinct) {
            throw in.malformed("codes below " + distinct, Integer.toUnsignedString(highest));
        }
        return codes;
    }

    private static int byteLength(int count, int bits) {
        return Math.toIntExact(((long) count * bits + 7) / 8);
    }
}
