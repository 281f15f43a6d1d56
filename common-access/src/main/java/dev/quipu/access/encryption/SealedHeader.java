package dev.quipu.access.encryption;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * How sealed bytes begin. Big-endian:
 *
 * <pre>
 * magic       4 bytes  "QPsl", which neither a segment nor a parcel begins with
 * version     1 byte   1
 * generation  int      of the tenant's key
 * salt       16 bytes  random
 * </pre>
 *
 * Every byte of it goes into the key of the object, so that none can be changed.
 */
public final class SealedHeader {

    public static final int BYTES = 25;

    private static final int MAGIC = 0x5150736c;
    private static final int VERSION = 1;
    private static final int GENERATION_AT = 5;
    private static final int SALT_AT = 9;

    private final byte[] bytes;

    private SealedHeader(byte[] bytes) {
        this.bytes = bytes;
    }

    static SealedHeader of(DataKey key) {
        byte[] salt = new byte[BYTES - SALT_AT];
        new SecureRandom().nextBytes(salt);
        return new SealedHeader(ByteBuffer.allocate(BYTES)
                .putInt(MAGIC)
                .put((byte) VERSION)
                .putInt(key.generation())
                .put(salt)
                .array());
    }

    /** Whether bytes begin as sealed ones do. @param beginning the first 4 bytes or more */
    public static boolean isAt(byte[] beginning) {
        return beginning.length >= Integer.BYTES && ByteBuffer.wrap(beginning).getInt() == MAGIC;
    }

    /**
     * Reads the header of a sealed object.
     *
     * @param beginning the first {@link #BYTES} of the object, or more
     * @throws UnsealException when that is no sealed object's beginning, or of a version that is not known here
     */
    public static SealedHeader read(byte[] beginning) {
        if (beginning.length < BYTES || !isAt(beginning)) {
            throw new UnsealException(
                    "sealed bytes", "a header of " + BYTES + " bytes", beginning.length + " bytes without one");
        }
        if (beginning[Integer.BYTES] != VERSION) {
            throw new UnsealException("sealed bytes", "version " + VERSION, Integer.toString(beginning[Integer.BYTES]));
        }
        return new SealedHeader(Arrays.copyOf(beginning, BYTES));
    }

    /** Of the tenant's key that it was sealed under, as far as it is not damaged. */
    public int generation() {
        return ByteBuffer.wrap(bytes).getInt(GENERATION_AT);
    }

    /** Shared, never changed. */
    byte[] bytes() {
        return bytes;
    }
}
