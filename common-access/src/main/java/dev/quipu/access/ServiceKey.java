package dev.quipu.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** The secret that the services share. */
final class ServiceKey {

    private static final int MIN_LENGTH = 32;

    private final byte[] bytes;

    private ServiceKey(String text) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @throws IllegalArgumentException when there is one that is too short to be one
     */
    static Optional<ServiceKey> of(AccessConfig config) {
        return config.serviceKey().map(text -> {
            if (text.length() < MIN_LENGTH) {
                throw new IllegalArgumentException("quipu.access.service-key: expected " + MIN_LENGTH
                        + " characters or more, got " + text.length());
            }
            return new ServiceKey(text);
        });
    }

    /** Takes as long whether it is or not. */
    boolean is(String secret) {
        return MessageDigest.isEqual(bytes, secret.getBytes(StandardCharsets.UTF_8));
    }
}
