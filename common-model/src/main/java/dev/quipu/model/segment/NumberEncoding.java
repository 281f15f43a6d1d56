package dev.quipu.model.segment;

/**
 * How a chunk of 64-bit numbers is laid out. The ordinal is the encoding byte of the format.
 *
 * <pre>
 * CONSTANT      zigzag value
 * RAW           n × 8 bytes, little-endian
 * RUNS          varint k, k × 8 bytes, k varint run lengths
 * DICTIONARY    varint k, k zigzag values, packed codes
 * PLANES        zigzag base, varint scale, byte planes of (value - base) / scale
 * DELTA_PLANES  zigzag first, varint scale, byte planes of zigzag((value - previous) / scale), n - 1 of them
 * STEPS         zigzag first, varint scale, residuals of zigzag((value - previous) / scale), n - 1 of them
 * SPARSE        varint k, compressed bitmap of the values that are not 0, k × 8 bytes
 * SAMPLES       samples, as {@link SampleChunk} lays them out
 *
 * packed codes := byte bits (1, 2, 4, 8, 16 or 32), n codes of that many bits, lowest bits first
 * residuals    := as {@link Residuals} lays them out
 * byte planes  := byte width w, byte mask of raw planes, raw planes, the rest together as one compressed block
 * </pre>
 */
enum NumberEncoding {
    CONSTANT,
    RAW,
    RUNS,
    DICTIONARY,
    PLANES,
    DELTA_PLANES,
    STEPS,
    SAMPLES,
    SPARSE
}
