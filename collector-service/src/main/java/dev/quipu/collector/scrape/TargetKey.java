package dev.quipu.collector.scrape;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a target is known by, here and in storage: 32 lower-case hex digits. */
final class TargetKey {

    private static final int BYTES = 16;

    private TargetKey() {}

    /** The first 16 bytes of SHA-256 over what makes a target another one, parted by zero bytes. */
    static String of(String tenant, String url, String job, String instance) {
        try {
            String whole = String.join("\0", tenant, url, job, instance);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Where in its interval a target's slots lie, so that targets spread over it: the same for every collector. */
    static long offsetMillis(String key, long intervalMillis) {
        return Long.remainderUnsigned(Long.parseUnsignedLong(key.substring(0, BYTES), 16), intervalMillis);
    }
}
