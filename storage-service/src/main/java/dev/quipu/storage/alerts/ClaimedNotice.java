package dev.quipu.storage.alerts;

import java.time.Instant;
import java.util.Optional;

/**
 * What somebody is to tell a webhook.
 *
 * @param kind {@code firing} or {@code resolved}
 * @param attempt 1 at first
 * @param payload a JSON object
 */
public record ClaimedNotice(
        long id,
        String tenant,
        long ruleId,
        String series,
        String kind,
        int attempt,
        Instant createdAt,
        String payload,
        Destination destination) {

    /**
     * Where it is told.
     *
     * @param secret what it is signed with
     */
    public record Destination(String webhook, String url, Optional<String> secret) {

        /** Without the secret. */
        @Override
        public String toString() {
            return webhook;
        }
    }
}
