package dev.quipu.access.encryption;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The 32 bytes under which data keys are wrapped with AES-256-GCM (NIST SP 800-38D). A wrapped key is
 *
 * <pre>
 * version    1 byte   1
 * id         8 bytes  of the master key
 * nonce     12 bytes  random
 * sealed    32 bytes  the data key
 * tag       16 bytes
 * </pre>
 *
 * with the bytes before the nonce, the tenant and the generation as associated data, so that it unwraps as no other
 * tenant's and no other generation's. Any thread.
 */
public final class MasterKey {

    static final int BYTES = 32;

    private static final int VERSION = 1;
    private static final int ID_BYTES = 8;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int HEAD_BYTES = 1 + ID_BYTES;
    private static final int WRAPPED_BYTES = HEAD_BYTES + NONCE_BYTES + DataKey.BYTES + TAG_BYTES;
    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec key;
    private final byte[] id;

    private MasterKey(byte[] secret) {
        key = new SecretKeySpec(secret, "AES");
        id = Arrays.copyOf(idOf(secret), ID_BYTES);
    }

    /**
     * Reads a file of 32 bytes, or of their 64 hex digits, or of their Base64.
     *
     * @throws IOException when the file cannot be read, or holds no such key; the message says so without its content
     */
    public static MasterKey read(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        return new MasterKey(content.length == BYTES ? content : decode(file, content));
    }

    private static byte[] decode(Path file, byte[] content) throws IOException {
        String text = new String(content, StandardCharsets.ISO_8859_1).strip();
        try {
            byte[] secret = text.length() == 2 * BYTES
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
            if (secret.length == BYTES) {
                return secret;
            }
        } catch (IllegalArgumentException e) {
            // said below, without what stands in the file
        }
        throw new IOException(file + ": expected a key of " + BYTES + " bytes, as they are, in hex or in Base64, got "
                + content.length + " bytes of another thing");
    }

    /** Tells master keys apart without telling anything of them: 16 hex digits. */
    public String id() {
        return HexFormat.of().formatHex(id);
    }

    /** The data key as it may lie on a disk. */
    public byte[] wrap(DataKey dataKey) {
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        ByteBuffer wrapped = ByteBuffer.allocate(WRAPPED_BYTES);
        wrapped.put((byte) VERSION).put(id).put(nonce);
        try {
            Cipher cipher =
                    cipher(Cipher.ENCRYPT_MODE, wrapped.array(), associated(dataKey.tenant(), dataKey.generation()));
            wrapped.put(cipher.doFinal(dataKey.secret()));
            return wrapped.array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-256-GCM", e);
        }
    }

    /**
     * @throws UnsealException when it is damaged, another tenant's or generation's, or was wrapped by another master key
     */
    public DataKey unwrap(byte[] wrapped, String tenant, int generation) {
        String what = nameOf(tenant, generation);
        String by = idOf(wrapped, what);
        if (!by.equals(id())) {
            throw new UnsealException(what, "the master key " + by + " that wrapped it", "the " + this);
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, wrapped, associated(tenant, generation));
            int begin = HEAD_BYTES + NONCE_BYTES;
            return new DataKey(tenant, generation, cipher.doFinal(wrapped, begin, WRAPPED_BYTES - begin));
        } catch (GeneralSecurityException e) {
            throw new UnsealException(what, "what was wrapped as it", "a damaged key, or that of another", e);
        }
    }

    static String nameOf(String tenant, int generation) {
        return "key generation " + generation + " of tenant " + tenant;
    }

    /**
     * Of the master key that wrapped it.
     *
     * @param what the key, for the message
     * @throws UnsealException when it is no wrapped key
     */
    static String idOf(byte[] wrapped, String what) {
        if (wrapped.length != WRAPPED_BYTES || wrapped[0] != VERSION) {
            throw new UnsealException(
                    what,
                    WRAPPED_BYTES + " bytes of version " + VERSION,
                    wrapped.length + " bytes" + (wrapped.length == 0 ? "" : " of version " + wrapped[0]));
        }
        return HexFormat.of().formatHex(wrapped, 1, HEAD_BYTES);
    }

    private Cipher cipher(int mode, byte[] wrapped, byte[] associated) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, wrapped, HEAD_BYTES, NONCE_BYTES));
        cipher.updateAAD(wrapped, 0, HEAD_BYTES);
        cipher.updateAAD(associated);
        return cipher;
    }

    private static byte[] associated(String tenant, int generation) {
        byte[] name = tenant.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + name.length)
                .putInt(generation)
                .put(name)
                .array();
    }

    private static byte[] idOf(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
            return mac.doFinal("quipu master key".getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "master key " + id();
    }
}
