package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.storage.alerts.Webhook;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Webhooks as clients see them: without their secrets. */
final class WebhookAnswers {

    private WebhookAnswers() {}

    @Schema(name = "Webhook", description = "Where a tenant is told that alerts fire and are resolved.")
    record Hook(
            @Schema(description = "Its number.", examples = "3")
            long id,

            @Schema(description = "Of no other webhook of the tenant; rules name it.", examples = "on-call")
            String name,

            @Schema(description = "Where notices are posted.", examples = "https://alerts.example.org/quipu")
            String url,

            @Schema(description = "Whether there is a secret that notices are signed with; nobody is told it.")
            boolean hasSecret,

            @Schema(description = "Whether it is told anything.")
            boolean isEnabled,

            @Schema(description = "Pass it when changing the webhook, so that no other change is lost.", examples = "0")
            int version,

            @Schema(description = "When it was made.") Instant createdAt,

            @Schema(description = "When it was changed last.")
            Instant updatedAt) {
        static Hook of(Webhook webhook) {
            return new Hook(
                    Required.field("id", webhook.id),
                    webhook.name,
                    webhook.url,
                    webhook.secret != null,
                    webhook.enabled,
                    webhook.version,
                    webhook.createdAt,
                    webhook.updatedAt);
        }
    }

    @Schema(name = "WebhookPage", description = "One page of webhooks.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            @Schema(description = "By id.") List<Hook> webhooks,

            @Schema(description = "Pass it as cursor for the next page; absent on the last.")
            Optional<String> nextCursor) {}

    @Schema(name = "WebhookChange", description = "What a webhook should be.")
    record Change(
            @Schema(description = "Of no other webhook of the tenant; at most 100 characters.", examples = "on-call")
            @Nullable
            String name,

            @Schema(
                    description = "http or https, absolute, without a user.",
                    examples = "https://alerts.example.org/quipu")
            @Nullable
            String url,

            @Schema(
                    description =
                            "What notices are signed with, 16 to 256 characters. No answer gives it back. Absent: as it is,"
                                    + " or none; empty: none.",
                    writeOnly = true,
                    examples = "0af7651916cd43dd8448eb211c80319c")
            @Nullable
            String secret,

            @Schema(description = "Default: true.") @Nullable
            Boolean isEnabled,

            @Schema(
                    description = "When changing a webhook: the version that the change was made from; absent: any.",
                    examples = "0")
            @Nullable
            Integer version) {

        private static final int MAX_NAME = 100;
        private static final int MAX_URL = 2_048;
        private static final int MIN_SECRET = 16;
        private static final int MAX_SECRET = 256;

        String checkedName() {
            return Labels.name("name", name, MAX_NAME);
        }

        /**
         * @throws IllegalArgumentException when a field is not what it should be
         */
        void applyTo(Webhook webhook) {
            webhook.name = checkedName();
            webhook.url = checkedUrl(Required.field("url", url));
            if (secret != null) {
                webhook.secret = checkedSecret(secret);
            }
            webhook.enabled = !Boolean.FALSE.equals(isEnabled);
            webhook.updatedAt = Instant.now();
        }

        private static String checkedUrl(String text) {
            try {
                URI url = new URI(text);
                boolean isHttp = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
                if (isHttp && url.getHost() != null && url.getUserInfo() == null && text.length() <= MAX_URL) {
                    return text;
                }
            } catch (URISyntaxException e) {
                throw malformed();
            }
            throw malformed();
        }

        /** Without the text: such a URL may hold a password. */
        private static IllegalArgumentException malformed() {
            return new IllegalArgumentException("url: expected http://host/path or https://host/path without a user,"
                    + " at most " + MAX_URL + " characters, got another text");
        }

        private static @Nullable String checkedSecret(String secret) {
            if (secret.isEmpty()) {
                return null;
            }
            if (secret.length() < MIN_SECRET || secret.length() > MAX_SECRET) {
                throw new IllegalArgumentException(
                        "secret: expected " + MIN_SECRET + " to " + MAX_SECRET + " characters, got " + secret.length());
            }
            return secret;
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Change[name=" + name + ", isEnabled=" + isEnabled + ", version=" + version + "]";
        }
    }
}
