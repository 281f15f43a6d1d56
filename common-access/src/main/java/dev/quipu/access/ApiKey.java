package dev.quipu.access;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The secret by which a program is known: {@code qp_}, 16 hex digits that name it, {@code _} and 40 that only its owner
 * has. It is shown once, when it is made; what is kept is a {@link StoredKey}.
 */
public final class ApiKey {

    private static final Pattern FORM = Pattern.compile("qp_([0-9a-f]{16})_([0-9a-f]{40})");
    private static final HexFormat HEX = HexFormat.of();

    private final String id;
    private final byte[] secret;

    private ApiKey(String id, byte[] secret) {
        this.id = id;
        this.secret = secret;
    }

    /** One that nobody has yet. */
    public static ApiKey random(SecureRandom random) {
        byte[] id = new byte[8];
        byte[] secret = new byte[20];
        random.nextBytes(id);
        random.nextBytes(secret);
        return new ApiKey(HEX.formatHex(id), secret);
    }

    /** Empty when the text is no key, whatever else it may be. */
    public static Optional<ApiKey> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new ApiKey(matcher.group(1), HEX.parseHex(matcher.group(2))))
                : Optional.empty();
    }

    /** Names it in lists and in the audit; no secret. */
    public String id() {
        return id;
    }

    /** All of it: for its owner alone. */
    public String reveal() {
        return "qp_" + id + "_" + HEX.formatHex(secret);
    }

    /** SHA-256 of salt and secret. One round is enough, as 160 random bits cannot be guessed. */
    byte[] hash(byte[] salt) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return digest.digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Without the secret, so that it may come into a log. */
    @Override
    public String toString() {
        return "qp_" + id + "_…";
    }
}
