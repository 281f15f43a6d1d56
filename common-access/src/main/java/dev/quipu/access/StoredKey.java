package dev.quipu.access;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * What is kept of a key: enough to know it again, too little to make it.
 *
 * @param id of the key
 * @param name that people gave it
 * @param salt 16 random bytes
 * @param hash 32 bytes, of salt and secret
 * @param expiresAt from when on it opens nothing
 */
public record StoredKey(
        String id, String tenant, Role role, String name, byte[] salt, byte[] hash, Optional<Instant> expiresAt) {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    public StoredKey {
        if (salt.length != SALT_BYTES || hash.length != HASH_BYTES) {
            throw new IllegalArgumentException("key " + id + ": expected a salt of " + SALT_BYTES + " and a hash of "
                    + HASH_BYTES + " bytes, got " + salt.length + " and " + hash.length);
        }
        salt = salt.clone();
        hash = hash.clone();
    }

    /** What to keep of a key. */
    public static StoredKey of(
            ApiKey key, String tenant, Role role, String name, Optional<Instant> expiresAt, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new StoredKey(key.id(), tenant, role, name, salt, key.hash(salt), expiresAt);
    }

    /** Whether the key is this one, and still of use. */
    public boolean opensFor(ApiKey key, Instant now) {
        return id.equals(key.id())
                && MessageDigest.isEqual(hash, key.hash(salt))
                && expiresAt.map(now::isBefore).orElse(true);
    }

    @Override
    public byte[] salt() {
        return salt.clone();
    }

    @Override
    public byte[] hash() {
        return hash.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredKey that
                && id.equals(that.id)
                && tenant.equals(that.tenant)
                && role == that.role
                && name.equals(that.name)
                && Arrays.equals(salt, that.salt)
                && Arrays.equals(hash, that.hash)
                && expiresAt.equals(that.expiresAt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, tenant, role, name, Arrays.hashCode(hash), expiresAt);
    }

    @Override
    public String toString() {
        return "StoredKey[" + id + " of " + tenant + ", " + role.label() + "]";
    }
}
