package dev.quipu.access.encryption;

/**
 * Which bytes of a sealed object hold some of its plain bytes. Behind the {@link SealedHeader} stands the plain content
 * in blocks of {@link #BLOCK_BYTES}, the last one shorter, each followed by a tag of {@link #TAG_BYTES}; an empty content
 * is one empty block:
 *
 * <pre>
 * header | block 0 | tag | block 1 | tag | ... | last block | tag
 * </pre>
 *
 * @param begin of the plain bytes that are wanted
 * @param length of the plain bytes that are wanted
 * @param sealedBegin where in the sealed object the bytes begin that hold them, from 0
 * @param sealedLength how many those are
 * @param lastBlock number of the object's last block
 */
public record SealedRange(long begin, int length, long sealedBegin, int sealedLength, int lastBlock) {

    /** Plain bytes of a block: what a reader opens at least. */
    public static final int BLOCK_BYTES = 16 << 10;

    public static final int TAG_BYTES = 16;

    static final int SEALED_BLOCK_BYTES = BLOCK_BYTES + TAG_BYTES;

    /**
     * Where plain bytes lie.
     *
     * @param objectBytes of the whole sealed object
     * @throws IllegalArgumentException when the object holds no such bytes
     * @throws UnsealException when no sealed object has that many bytes
     */
    public static SealedRange of(long begin, long length, long objectBytes) {
        long plain = plainBytes(objectBytes);
        if (begin < 0 || length < 0 || length > plain - begin || length > Integer.MAX_VALUE - 2 * SEALED_BLOCK_BYTES) {
            throw new IllegalArgumentException(
                    "range: expected one within " + plain + " bytes, got " + length + " bytes from " + begin);
        }
        long lastBlock = blocks(objectBytes) - 1;
        long first = Math.min(begin / BLOCK_BYTES, lastBlock);
        long last = Math.max(first, (begin + length - 1) / BLOCK_BYTES);
        long sealedBegin = SealedHeader.BYTES + first * SEALED_BLOCK_BYTES;
        long sealedEnd = Math.min(objectBytes, SealedHeader.BYTES + (last + 1) * SEALED_BLOCK_BYTES);
        int sealedLength = Math.toIntExact(sealedEnd - sealedBegin);
        return new SealedRange(begin, (int) length, sealedBegin, sealedLength, Math.toIntExact(lastBlock));
    }

    /** All of an object. @throws UnsealException when no sealed object has that many bytes */
    static SealedRange all(long objectBytes) {
        return of(0, plainBytes(objectBytes), objectBytes);
    }

    /** How many bytes an object has once it is sealed. */
    public static long objectBytes(long plainBytes) {
        return SealedHeader.BYTES + plainBytes + TAG_BYTES * Math.max(1, -Math.floorDiv(-plainBytes, BLOCK_BYTES));
    }

    /**
     * How many plain bytes a sealed object holds.
     *
     * @throws UnsealException when no sealed object has that many bytes
     */
    public static long plainBytes(long objectBytes) {
        long plain = objectBytes - SealedHeader.BYTES - TAG_BYTES * blocks(objectBytes);
        if (plain < 0 || objectBytes(plain) != objectBytes) {
            throw new UnsealException(
                    "sealed bytes", "a header and whole blocks", objectBytes + " bytes, which are cut");
        }
        return plain;
    }

    private static long blocks(long objectBytes) {
        return -Math.floorDiv(SealedHeader.BYTES - objectBytes, SEALED_BLOCK_BYTES);
    }

    int firstBlock() {
        return (int) ((sealedBegin - SealedHeader.BYTES) / SEALED_BLOCK_BYTES);
    }
}
