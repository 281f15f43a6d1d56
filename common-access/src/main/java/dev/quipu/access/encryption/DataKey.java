package dev.quipu.access.encryption;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret under which one tenant's bytes are sealed: 32 random bytes. Once all copies of it are gone, so is what was
 * sealed under it. Never written to a disk but wrapped by a {@link MasterKey}. Any thread.
 */
public final class DataKey {

    static final int BYTES = 32;

    private static final String MAC = "HmacSHA256";

    private final String tenant;
    private final int generation;
    private final byte[] secret;

    /**
     * @param generation counts the keys of a tenant, from 1
     * @param secret kept, never changed
     */
    DataKey(String tenant, int generation, byte[] secret) {
        if (generation < 1) {
            throw new IllegalArgumentException("generation: expected 1 or more, got " + generation);
        }
        this.tenant = Objects.requireNonNull(tenant);
        this.generation = generation;
        this.secret = secret;
    }

    /** A new one. @param generation counts the keys of a tenant, from 1 */
    public static DataKey generate(String tenant, int generation) {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new DataKey(tenant, generation, secret);
    }

    public String tenant() {
        return tenant;
    }

    /** Counts the keys of a tenant, from 1. */
    public int generation() {
        return generation;
    }

    byte[] secret() {
        return secret;
    }

    /** The AES-256 key of one object: HMAC-SHA256 of what is its alone. */
    SecretKeySpec derive(byte[] header, byte[] context) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
            mac.update(header);
            return new SecretKeySpec(mac.doFinal(context), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return MasterKey.nameOf(tenant, generation);
    }
}
