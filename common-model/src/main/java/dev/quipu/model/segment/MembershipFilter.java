package dev.quipu.model.segment;

import dev.quipu.model.AnyValue;
import dev.quipu.model.KeyValue;
import dev.quipu.model.TraceId;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * A split-block Bloom filter (Apache Parquet, "Bloom Filter") over trace ids and over attribute keys with their
 * values: says "surely not" or "perhaps". One hash looks at one block of 32 bytes, so that a database can cut the
 * block out of many filters without reading the rest.
 *
 * <pre>
 * filter := block*          block := 8 words of 32 bits, little-endian; a hash sets one bit in each word
 * block number = (upper 32 bits of the hash * number of blocks) / 2^32
 * </pre>
 */
public final class MembershipFilter {

    public static final int BLOCK_BYTES = 32;

    /** About 1 % false positives. */
    private static final int BITS_PER_KEY = 10;

    private static final int WORDS = 8;
    private static final int[] SALTS = {
        0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
    };

    private MembershipFilter() {}

    public static long hashOfTrace(TraceId id) {
        return hashOfTrace(id.high(), id.low());
    }

    static long hashOfTrace(long high, long low) {
        return XxHash64.avalanche(XxHash64.mix(XxHash64.mix(1, high), low));
    }

    /** Hash of a key (attribute of any scope) with a text value. */
    public static long hashOfText(String key, String value) {
        return hashOf(XxHash64.hash(key), ValueType.STRING, XxHash64.hash(value));
    }

    /** Hash of the name of a metric. */
    public static long hashOfMetric(String name) {
        return MetricsLayout.hashOfName(name);
    }

    /** Hash of a key with an integer value. */
    public static long hashOfInt(String key, long value) {
        return hashOf(XxHash64.hash(key), ValueType.INT, value);
    }

    /** Hash of a key with a floating-point value. */
    public static long hashOfDouble(String key, double value) {
        return hashOf(XxHash64.hash(key), ValueType.DOUBLE, Double.doubleToRawLongBits(value));
    }

    /** Hash of a key with a truth value. */
    public static long hashOfBool(String key, boolean value) {
        return hashOf(XxHash64.hash(key), ValueType.BOOL, value ? 1 : 0);
    }

    /** Hash of a key with a value; none for values that are not scalar. */
    static OptionalLong hashOf(String key, AnyValue value) {
        return switch (value.kind()) {
            case STRING -> OptionalLong.of(hashOfText(key, ((AnyValue.StringValue) value).value()));
            case BOOL -> OptionalLong.of(hashOfBool(key, ((AnyValue.BoolValue) value).value()));
            case INT -> OptionalLong.of(hashOfInt(key, ((AnyValue.IntValue) value).value()));
            case DOUBLE -> OptionalLong.of(hashOfDouble(key, ((AnyValue.DoubleValue) value).value()));
            case EMPTY, BYTES, ARRAY, MAP -> OptionalLong.empty();
        };
    }

    /** Hashes of an attribute and of what is nested in it. */
    static void forEachHash(KeyValue attribute, LongConsumer hash) {
        AttributePairs.forEach(attribute, (key, value) -> hashOf(key, value).ifPresent(hash));
    }

    /** @param value the bits of a number, or the XXH64 of text */
    static long hashOf(long keyHash, ValueType type, long value) {
        return XxHash64.avalanche(XxHash64.mix(XxHash64.mix(keyHash, type.ordinal()), value));
    }

    /** How many blocks a filter of that many keys should have; at most {@code maxBytes}, 0 for no keys. */
    static int blocksFor(int keys, int maxBytes) {
        long wanted = ((long) keys * BITS_PER_KEY + 8 * BLOCK_BYTES - 1) / (8 * BLOCK_BYTES);
        return (int) Math.min(wanted, Math.max(1, maxBytes / BLOCK_BYTES));
    }

    /** Which block of a filter of {@code blocks} blocks a hash looks at. */
    public static int blockOf(long hash, int blocks) {
        return (int) ((hash >>> 32) * blocks >>> 32);
    }

    /**
     * The eight bits of its block that a hash looks at, 0 to 255: bit n is bit n % 8, from the lowest, of byte n / 8,
     * as PostgreSQL's {@code get_bit(bytea, n)} counts.
     */
    public static int[] bitsOf(long hash) {
        int[] bits = new int[WORDS];
        for (int word = 0; word < WORDS; word++) {
            bits[word] = 32 * word + bitInWord(hash, word);
        }
        return bits;
    }

    private static int bitInWord(long hash, int word) {
        return (int) hash * SALTS[word] >>> 27;
    }

    static void add(byte[] filter, long hash) {
        int begin = blockOf(hash, filter.length / BLOCK_BYTES) * BLOCK_BYTES;
        for (int word = 0; word < WORDS; word++) {
            int bit = bitInWord(hash, word);
            filter[begin + 4 * word + (bit >>> 3)] |= (byte) (1 << (bit & 7));
        }
    }

    /** False only when the hash was never added. An empty filter holds nothing. */
    public static boolean mightContain(byte[] filter, long hash) {
        if (filter.length == 0) {
            return false;
        }
        int begin = blockOf(hash, filter.length / BLOCK_BYTES) * BLOCK_BYTES;
        for (int word = 0; word < WORDS; word++) {
            int bit = bitInWord(hash, word);
            if ((filter[begin + 4 * word + (bit >>> 3)] & 1 << (bit & 7)) == 0) {
                return false;
            }
        }
        return true;
    }
}
