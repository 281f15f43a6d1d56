package dev.quipu.access.encryption;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bytes sealed with AES-256-GCM so that any range of them can be opened alone, in the manner of Tink's AES-GCM-HKDF
 * streaming (Hoang, Reyhanitabar, Rogaway and Vizár, Online Authenticated-Encryption and its Nonce-Reuse
 * Misuse-Resistance, 2015): the key of an object is HMAC-SHA256(data key, header || context), and the nonce of a block its
 * number and whether it is the last. So no block can be changed, moved, left out, cut off, or taken from another object.
 * What a reader gets are the bytes that were sealed, or an {@link UnsealException}. {@link SealedRange} draws the layout.
 *
 * <p>An instance opens ranges of one object, one thread at a time.
 */
public final class SealedBytes {

    private static final int NONCE_BYTES = 12;

    private final DataKey key;
    private final byte[] context;
    private final BlockCipher cipher;

    /**
     * Reads ranges of a sealed object.
     *
     * @param context with which it was sealed
     * @throws UnsealException when it was sealed under another generation of the tenant's key
     */
    public SealedBytes(SealedHeader header, DataKey key, byte[] context) {
        this.key = key;
        this.context = context;
        if (header.generation() != key.generation()) {
            throw new UnsealException(
                    name(context), "key generation " + header.generation() + " that sealed it", key.toString());
        }
        cipher = new BlockCipher(Cipher.DECRYPT_MODE, key.derive(header.bytes(), context));
    }

    /**
     * Seals an object.
     *
     * @param context what tells the object from the tenant's others, such as its id: it opens as no other
     */
    public static byte[] seal(byte[] plain, DataKey key, byte[] context) {
        SealedHeader header = SealedHeader.of(key);
        BlockCipher cipher = new BlockCipher(Cipher.ENCRYPT_MODE, key.derive(header.bytes(), context));
        byte[] sealed = new byte[Math.toIntExact(SealedRange.objectBytes(plain.length))];
        System.arraycopy(header.bytes(), 0, sealed, 0, SealedHeader.BYTES);
        SealedRange range = SealedRange.all(sealed.length);
        try {
            cipher.run(range, plain, sealed, SealedHeader.BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-256-GCM", e);
        }
    }

    /**
     * Opens a whole object.
     *
     * @param context with which it was sealed
     * @throws UnsealException when it is damaged, cut, another object, or of another key
     */
    public static byte[] open(byte[] sealed, DataKey key, byte[] context) {
        SealedRange all;
        SealedHeader header;
        try {
            header = SealedHeader.read(sealed);
            all = SealedRange.all(sealed.length);
        } catch (UnsealException e) {
            throw new UnsealException(name(context), "what was sealed under " + key, "other " + e.getMessage(), e);
        }
        byte[] blocks = Arrays.copyOfRange(sealed, SealedHeader.BYTES, sealed.length);
        return new SealedBytes(header, key, context).open(all, blocks);
    }

    /**
     * Opens a range of the object.
     *
     * @param sealed the bytes of the sealed object that the range names
     * @throws UnsealException when they are damaged, cut, of another object or of another key
     */
    public byte[] open(SealedRange range, byte[] sealed) {
        if (sealed.length != range.sealedLength()) {
            throw new UnsealException(
                    name(context), range.sealedLength() + " sealed bytes", sealed.length + ", which are cut");
        }
        int blocks = -Math.floorDiv(-sealed.length, SealedRange.SEALED_BLOCK_BYTES);
        byte[] plain = new byte[sealed.length - blocks * SealedRange.TAG_BYTES];
        try {
            cipher.run(range, sealed, plain, 0);
        } catch (GeneralSecurityException e) {
            throw new UnsealException(
                    name(context), "what was sealed under " + key, "bytes that are damaged, cut or of another", e);
        }
        int from = (int) (range.begin() - (long) range.firstBlock() * SealedRange.BLOCK_BYTES);
        return from == 0 && range.length() == plain.length
                ? plain
                : Arrays.copyOfRange(plain, from, from + range.length());
    }

    /** The object as a message may name it: its context, in hex where it is no text. */
    private static String name(byte[] context) {
        for (byte each : context) {
            if (each < ' ' || each > '~') {
                return "sealed object 0x" + HexFormat.of().formatHex(context);
            }
        }
        return "sealed object " + new String(context, StandardCharsets.US_ASCII);
    }

    /** Seals or opens blocks that follow each other. */
    private static final class BlockCipher {

        private final int mode;
        private final SecretKeySpec key;
        private final Cipher cipher;

        BlockCipher(int mode, SecretKeySpec key) {
            this.mode = mode;
            this.key = key;
            try {
                cipher = Cipher.getInstance("AES/GCM/NoPadding");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has AES-256-GCM", e);
            }
        }

        void run(SealedRange range, byte[] in, byte[] out, int outAt) throws GeneralSecurityException {
            int step = mode == Cipher.ENCRYPT_MODE ? SealedRange.BLOCK_BYTES : SealedRange.SEALED_BLOCK_BYTES;
            int from = 0;
            int to = outAt;
            int block = range.firstBlock();
            do {
                int length = Math.min(step, in.length - from);
                cipher.init(mode, key, new GCMParameterSpec(8 * SealedRange.TAG_BYTES, nonce(block, range)));
                to += cipher.doFinal(in, from, length, out, to);
                from += length;
                block++;
            } while (from < in.length);
        }

        private static byte[] nonce(int block, SealedRange range) {
            return ByteBuffer.allocate(NONCE_BYTES)
                    .putInt(NONCE_BYTES - Integer.BYTES - 1, block)
                    .put(NONCE_BYTES - 1, (byte) (block == range.lastBlock() ? 1 : 0))
                    .array();
        }
    }
}
