package dev.quipu.model.segment;

/**
 * Values of series, one series after the other, as the bits of doubles or longs. In blocks of {@value #BLOCK} each
 * value is told by what it differs from the one before, in the block's way: as an integer; as a decimal of so many
 * digits, for doubles that are one (after ALP, Afroozeh et al., "Adaptive Lossless Floating-Point Compression", 2023);
 * or by the bits that changed.
 *
 * <pre>
 * samples := ways compressed (a byte for each block), residuals of the integers and decimals, byte planes of the bits
 * way     := 0 bits, 1 integer, 2 + d decimal of d digits behind the point
 * </pre>
 *
 * Before a block's first value stands 0 where the block before went another way; of bits, the last value told by bits.
 */
final class SampleChunk {

    private static final int BLOCK = 128;
    private static final int BITS = 0;
    private static final int INTEGER = 1;
    private static final int DECIMAL = 2;
    private static final int MAX_DIGITS = 14;
    private static final double LARGEST_EXACT = 1L << 53;
    private static final double[] POWERS_OF_TEN = new double[MAX_DIGITS + 1];

    static {
        for (int digits = 0; digits <= MAX_DIGITS; digits++) {
            POWERS_OF_TEN[digits] = Double.parseDouble("1e" + digits);
        }
    }

    private final Compression.Compressor compressor;
    private final Residuals residuals;
    private final ByteSink planes = new ByteSink(1 << 14);
    private long[] steps = new long[0];
    private long[] changes = new long[0];
    private int stepCount;
    private int changeCount;
    private final long[] decimals = new long[BLOCK];

    SampleChunk(Compression.Compressor compressor, Residuals residuals) {
        this.compressor = compressor;
        this.residuals = residuals;
    }

    void write(ByteSink out, long[] values, int from, int count) {
        if (steps.length < count) {
            steps = new long[count];
            changes = new long[count];
        }
        stepCount = 0;
        changeCount = 0;
        byte[] ways = new byte[blocks(count)];
        int previousWay = -1;
        long before = 0;
        long bitsBefore = 0;
        int digits = 0;
        for (int block = 0; block < ways.length; block++) {
            int begin = from + block * BLOCK;
            int length = Math.min(BLOCK, from + count - begin);
            int found = digitsOf(values, begin, length, digits);
            int way = found < 0 ? integerOrBits(values, begin, length) : DECIMAL + found;
            digits = Math.max(0, found);
            ways[block] = (byte) way;
            before = way == previousWay ? before : 0;
            previousWay = way;
            for (int i = 0; i < length; i++) {
                long value = values[begin + i];
                if (way == BITS) {
                    changes[changeCount++] = value ^ bitsBefore;
                    bitsBefore = value;
                } else {
                    long whole = way == INTEGER ? value : decimals[i];
                    steps[stepCount++] = zigZag(whole - before);
                    before = whole;
                }
            }
        }
        Chunks.writeCompressed(out, ways, 0, ways.length, compressor);
        if (stepCount > 0) {
            residuals.write(out, steps, stepCount);
        }
        if (changeCount > 0) {
            BytePlanes.write(out, changes, changeCount, compressor, planes);
        }
    }

    private static int blocks(int count) {
        return (count + BLOCK - 1) / BLOCK;
    }

    private static long zigZag(long value) {
        return value << 1 ^ value >> 63;
    }

    /** Digits behind the point that tell all doubles of the block exactly, with {@link #decimals} filled; -1 for none. */
    private int digitsOf(long[] values, int begin, int length, int guess) {
        int digits = guess;
        int checked = 0;
        while (checked < length) {
            double value = Double.longBitsToDouble(values[begin + checked]);
            double scaled = value * POWERS_OF_TEN[digits];
            if (!(Math.abs(scaled) < LARGEST_EXACT)) {
                return -1;
            }
            long whole = Math.round(scaled);
            if (Double.doubleToRawLongBits(whole / POWERS_OF_TEN[digits]) == values[begin + checked]) {
                decimals[checked++] = whole;
            } else if (digits < MAX_DIGITS) {
                digits++;
                checked = 0;
            } else {
                return -1;
            }
        }
        return digits;
    }

    /** Whichever leaves fewer bits to be told. */
    private static int integerOrBits(long[] values, int begin, int length) {
        long integerBits = 0;
        long changedBits = 0;
        for (int i = 1; i < length; i++) {
            long value = values[begin + i];
            long before = values[begin + i - 1];
            integerBits += Long.SIZE - Long.numberOfLeadingZeros(zigZag(value - before));
            changedBits += Long.SIZE - Long.numberOfLeadingZeros(value ^ before);
        }
        return integerBits <= changedBits ? INTEGER : BITS;
    }

    /** @param part names the column in errors */
    static void read(String part, ByteSource in, long[] values) {
        int blocks = blocks(values.length);
        byte[] ways = Chunks.readCompressed(part, in, blocks);
        int changed = 0;
        for (int block = 0; block < blocks; block++) {
            if (ways[block] < BITS || ways[block] > DECIMAL + MAX_DIGITS) {
                throw in.malformed("a way of 0 to " + (DECIMAL + MAX_DIGITS), Integer.toString(ways[block]));
            }
            changed += ways[block] == BITS ? Math.min(BLOCK, values.length - block * BLOCK) : 0;
        }
        long[] steps = new long[values.length - changed];
        if (steps.length > 0) {
            Residuals.read(part, in, steps, 0, steps.length);
        }
        long[] changes = new long[changed];
        if (changed > 0) {
            BytePlanes.read(part, in, changes, 0, changed);
        }
        put(values, ways, steps, changes);
    }

    private static void put(long[] values, byte[] ways, long[] steps, long[] changes) {
        int step = 0;
        int change = 0;
        long before = 0;
        long bitsBefore = 0;
        for (int block = 0; block < ways.length; block++) {
            int way = ways[block];
            before = block > 0 && ways[block - 1] == way ? before : 0;
            int end = Math.min(values.length, (block + 1) * BLOCK);
            double power = way >= DECIMAL ? POWERS_OF_TEN[way - DECIMAL] : 1;
            for (int row = block * BLOCK; row < end; row++) {
                if (way == BITS) {
                    bitsBefore ^= changes[change++];
                    values[row] = bitsBefore;
                } else {
                    before += steps[step] >>> 1 ^ -(steps[step] & 1);
                    step++;
                    values[row] = way == INTEGER ? before : Double.doubleToRawLongBits(before / power);
                }
            }
        }
    }
}
