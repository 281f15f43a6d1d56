package dev.quipu.analysis.alert;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Headers by which a receiver knows a message, and that it is from here and as it was sent. See
 * <a href="https://www.standardwebhooks.com">Standard Webhooks</a>: HMAC-SHA256 over id, time and body.
 */
final class WebhookSignature {

    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";

    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /** Of a message that is signed. @param id the same for each attempt */
    static Map<String, String> headers(String id, Instant time, byte[] body, String secret) {
        String timestamp = Long.toString(time.getEpochSecond());
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            String signature = Base64.getEncoder().encodeToString(mac.doFinal(body));
            return Map.of(ID, id, TIMESTAMP, timestamp, SIGNATURE, "v1," + signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Of a message that is not signed. */
    static Map<String, String> headers(String id, Instant time) {
        return Map.of(ID, id, TIMESTAMP, Long.toString(time.getEpochSecond()));
    }
}
