package dev.quipu.model.segment;

import dev.quipu.model.Signal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a client request, so that its retry is known: the first 128 bits of a SHA-256. */
public record RequestKey(long high, long low) {

    /** Length in bytes where keys are stored. */
    public static final int BYTES = 16;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    /** The key of a request that names itself by nothing but its content: equal bodies are retries. */
    public static RequestKey ofBody(String tenant, Signal signal, byte[] body, int length) {
        MessageDigest digest = prefixed("body", tenant, signal);
        digest.update(body, 0, length);
        return of(digest.digest());
    }

    /** The key of a request that came with an {@code Idempotency-Key}. */
    public static RequestKey ofIdempotencyKey(String tenant, Signal signal, String header) {
        MessageDigest digest = prefixed("key", tenant, signal);
        digest.update(header.getBytes(StandardCharsets.UTF_8));
        return of(digest.digest());
    }

    private static MessageDigest prefixed(String kind, String tenant, Signal signal) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] name = tenant.getBytes(StandardCharsets.UTF_8);
            digest.update(kind.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) signal.code());
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(0, name.length).array());
            digest.update(name);
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Reads 16 bytes. */
    public static RequestKey of(byte[] bytes) {
        return new RequestKey((long) LONG.get(bytes, 0), (long) LONG.get(bytes, Long.BYTES));
    }

    /**
     * @throws IllegalArgumentException unless the text is 32 hex digits
     */
    public static RequestKey parse(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException(
                    "request key: expected 32 hex digits, got " + hex.length() + " characters");
        }
        return of(HexFormat.of().parseHex(hex));
    }

    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        LONG.set(bytes, 0, high);
        LONG.set(bytes, Long.BYTES, low);
        return bytes;
    }

    /** 32 lower-case hex digits. */
    public String hex() {
        return HexFormat.of().formatHex(toBytes());
    }
}
