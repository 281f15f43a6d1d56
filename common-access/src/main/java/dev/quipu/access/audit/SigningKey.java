package dev.quipu.access.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Ed25519 key by which checkpoints of the audit and certificates are signed. Files hold PEM: PKCS#8 for the private
 * key, as {@code openssl genpkey -algorithm ed25519} writes it, X.509 for the public one.
 */
public final class SigningKey {

    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z ]+)-----([^-]*)-----END \\1-----");

    private final KeyPair pair;

    private SigningKey(KeyPair pair) {
        this.pair = pair;
    }

    public static SigningKey generate() {
        return new SigningKey(pair(new SecureRandom()));
    }

    /**
     * @throws IOException when the file cannot be read, or holds no such key; the message says so without its content
     */
    public static SigningKey read(Path pem) throws IOException {
        try {
            PrivateKey key =
                    KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(decode(pem, PRIVATE)));
            byte[] seed = ((EdECPrivateKey) key)
                    .getBytes()
                    .orElseThrow(() -> new IOException(pem + ": expected an Ed25519 key that can be read"));
            return new SigningKey(pair(new Seed(seed)));
        } catch (GeneralSecurityException e) {
            throw new IOException(pem + ": expected an Ed25519 key as PKCS#8", e);
        }
    }

    /**
     * A public key by which something is checked.
     *
     * @throws IOException when the file cannot be read, or holds no such key
     */
    public static PublicKey readPublic(Path pem) throws IOException {
        try {
            return publicKey(decode(pem, PUBLIC));
        } catch (IllegalArgumentException e) {
            throw new IOException(pem + ": expected an Ed25519 public key as X.509", e);
        }
    }

    /**
     * @throws IllegalArgumentException when the bytes are no X.509 encoding of such a key
     */
    public static PublicKey publicKey(byte[] encoded) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("public key: expected Ed25519 as X.509", e);
        }
    }

    /** The private key as it stands in a file. */
    public String toPem() {
        return encode(PRIVATE, pair.getPrivate().getEncoded());
    }

    /** The public key as it stands in a file. */
    public String publicPem() {
        return encode(PUBLIC, pair.getPublic().getEncoded());
    }

    public PublicKey publicKey() {
        return pair.getPublic();
    }

    public byte[] sign(byte[] statement) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(pair.getPrivate());
            signature.update(statement);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    /** Whether the key's owner signed the statement; bytes that are no signature are nobody's. */
    public static boolean isSignature(PublicKey key, byte[] statement, byte[] signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(statement);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static KeyPair pair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    private static byte[] decode(Path pem, String kind) throws IOException {
        Matcher found = PEM.matcher(Files.readString(pem, StandardCharsets.US_ASCII));
        if (!found.find() || !found.group(1).equals(kind)) {
            throw new IOException(pem + ": expected -----BEGIN " + kind + "-----");
        }
        try {
            return Base64.getMimeDecoder().decode(found.group(2));
        } catch (IllegalArgumentException e) {
            throw new IOException(pem + ": expected Base64 between its lines", e);
        }
    }

    private static String encode(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }

    /** Java derives a public key only where it draws the private one: it draws the one that there is. */
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            ByteBuffer.wrap(seed).get(bytes);
        }
    }
}
