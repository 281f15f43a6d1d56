package dev.quipu.access.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What is hashed and signed, in one form only: numbers as 8 bytes, times as microseconds since 1970, texts as UTF-8 after
 * their length in 4 bytes; all big-endian.
 */
final class CanonicalBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    CanonicalBytes number(long number) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return this;
    }

    /**
     * @throws IllegalArgumentException when the time is between two microseconds
     */
    CanonicalBytes time(Instant time) {
        if (!time.truncatedTo(ChronoUnit.MICROS).equals(time)) {
            throw new IllegalArgumentException("at: expected whole microseconds, got " + time);
        }
        try {
            return number(ChronoUnit.MICROS.between(Instant.EPOCH, time));
        } catch (ArithmeticException | DateTimeException e) {
            throw new IllegalArgumentException("at: expected a time that microseconds can say, got " + time, e);
        }
    }

    CanonicalBytes text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(encoded.length).array());
        bytes.writeBytes(encoded);
        return this;
    }

    /** Without a length: of a size that is always the same. */
    CanonicalBytes raw(byte[] fixed) {
        bytes.writeBytes(fixed);
        return this;
    }

    byte[] toArray() {
        return bytes.toByteArray();
    }

    byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(toArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
