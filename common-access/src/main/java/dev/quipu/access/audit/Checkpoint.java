package dev.quipu.access.audit;

import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * What the chain was at a time, signed by who kept it. Whoever has a copy can tell that nothing up to there was changed
 * since.
 *
 * @param sequence of the entry that was the last
 * @param hash of that entry
 * @param at when it was signed, to the microsecond
 * @param signature Ed25519
 * @param publicKey X.509 encoding of the key to check it by, as the signer names it: a check trusts keys that it was given
 */
public record Checkpoint(long sequence, AuditHash hash, Instant at, byte[] signature, byte[] publicKey) {

    private static final String PURPOSE = "quipu audit checkpoint";

    public Checkpoint {
        signature = signature.clone();
        publicKey = publicKey.clone();
    }

    public static Checkpoint sign(long sequence, AuditHash hash, Instant at, SigningKey key) {
        return new Checkpoint(
                sequence,
                hash,
                at,
                key.sign(statement(sequence, hash, at)),
                key.publicKey().getEncoded());
    }

    /** Whether the key's owner signed it. */
    public boolean isSignedBy(PublicKey key) {
        return SigningKey.isSignature(key, statement(sequence, hash, at), signature);
    }

    private static byte[] statement(long sequence, AuditHash hash, Instant at) {
        return new CanonicalBytes()
                .text(PURPOSE)
                .number(sequence)
                .raw(hash.toBytes())
                .time(at)
                .toArray();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint that
                && sequence == that.sequence
                && hash.equals(that.hash)
                && at.equals(that.at)
                && Arrays.equals(signature, that.signature)
                && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sequence, hash, at, Arrays.hashCode(signature));
    }
}
