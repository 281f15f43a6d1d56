package dev.quipu.model.redaction;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that values are hashed with: who has it not can not find a value by hashing guesses. Any thread. */
public final class RedactionKey {

    /** Fewer bytes are a password, not a key. */
    public static final int MIN_BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEPT_BYTES = 8;

    private final ThreadLocal<Mac> macs;

    /**
     * @throws IllegalArgumentException when it is shorter than {@value #MIN_BYTES} bytes
     */
    public RedactionKey(byte[] secret) {
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "hash key: expected " + MIN_BYTES + " bytes or more, got " + secret.length);
        }
        SecretKeySpec key = new SecretKeySpec(secret, ALGORITHM);
        macs = ThreadLocal.withInitial(() -> mac(key));
    }

    /** The first 16 hex digits of HMAC-SHA-256 (RFC 2104). */
    String hash(byte[] value) {
        return HexFormat.of().formatHex(macs.get().doFinal(value), 0, KEPT_BYTES);
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /** Never the key itself. */
    @Override
    public String toString() {
        return "a key for hashes";
    }
}
