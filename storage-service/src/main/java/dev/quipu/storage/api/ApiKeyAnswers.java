package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.access.ApiKey;
import dev.quipu.access.Role;
import dev.quipu.access.StoredKey;
import dev.quipu.storage.keys.IssuedKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** API keys as people and services see them. */
final class ApiKeyAnswers {

    private ApiKeyAnswers() {}

    @Schema(name = "ApiKey", description = "A key that was given to somebody; its secret is not kept.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Listed(
            @Schema(description = "16 hex digits, part of the key.", examples = "0f3a5b7c9d1e2f40")
            String id,

            @Schema(description = "Who or what has it.", examples = "shop")
            String name,

            @Schema(description = "writer, reader, analyst or admin.", examples = "writer")
            String role,

            @Schema(description = "When it was made.") Instant createdAt,

            @Schema(description = "Who made it.", examples = "ops")
            String createdBy,

            @Schema(description = "From when on it opens nothing; absent: never.")
            Optional<Instant> expiresAt,

            @Schema(description = "When it was revoked; absent: it was not.")
            Optional<Instant> revokedAt,

            @Schema(
                    description = "The key itself, only in the answer to its making.",
                    examples = "qp_0f3a5b7c9d1e2f40_8d0c1b2a39485766554433221100ffeeddccbbaa")
            Optional<String> key) {

        static Listed of(IssuedKey issued) {
            return of(issued, Optional.empty());
        }

        static Listed made(IssuedKey issued, ApiKey key) {
            return of(issued, Optional.of(key.reveal()));
        }

        private static Listed of(IssuedKey issued, Optional<String> key) {
            StoredKey stored = issued.stored();
            return new Listed(
                    stored.id(),
                    stored.name(),
                    stored.role().label(),
                    issued.createdAt(),
                    issued.createdBy(),
                    stored.expiresAt(),
                    issued.revokedAt(),
                    key);
        }
    }

    @Schema(name = "ApiKeyPage", description = "Keys of a tenant, the newest first.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            @Schema(description = "Also those that open nothing any more.")
            List<Listed> keys,

            @Schema(description = "For the next page; absent on the last.")
            Optional<String> nextCursor) {}

    @Schema(name = "ApiKeyRequest", description = "For whom a key is to be made.")
    record Wanted(
            @Schema(description = "Who or what will have it.", examples = "shop") @Nullable
            String name,

            @Schema(description = "writer, reader, analyst or admin.", examples = "writer") @Nullable
            String role,

            @Schema(
                    description = "RFC 3339; from when on it opens nothing; absent: never.",
                    examples = "2027-01-01T00:00:00Z")
            @Nullable
            String expiresAt) {

        private static final int MAX_NAME = 255;
        private static final List<String> ROLES = Arrays.stream(Role.values())
                .filter(role -> role != Role.SERVICE)
                .map(Role::label)
                .toList();

        /**
         * What to keep of a key.
         *
         * @throws IllegalArgumentException when a field is not what it should be
         */
        StoredKey of(ApiKey key, String tenant, SecureRandom random) {
            String told = Required.field("role", role);
            if (!ROLES.contains(told)) {
                throw new IllegalArgumentException("role: expected one of " + ROLES + ", got '" + told + "'");
            }
            return StoredKey.of(
                    key,
                    tenant,
                    Role.of(told).orElseThrow(),
                    Labels.name("name", name, MAX_NAME),
                    Optional.ofNullable(expiresAt).map(Wanted::timeToCome),
                    random);
        }

        private static Instant timeToCome(String text) {
            Instant time = Times.instant("expiresAt", text);
            if (!time.isAfter(Instant.now())) {
                throw new IllegalArgumentException("expiresAt: expected a time to come, got " + time);
            }
            return time;
        }
    }

    @Schema(name = "OpenKey", description = "What is kept of a key that opens something.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Open(
            @Schema(description = "16 hex digits, part of the key.", examples = "0f3a5b7c9d1e2f40")
            String id,

            @Schema(description = "Whose records it may ask about.", examples = "default")
            String tenant,

            @Schema(description = "writer, reader, analyst or admin.", examples = "writer")
            String role,

            @Schema(description = "Who or what has it.", examples = "shop")
            String name,

            @Schema(description = "Base64 of 16 random bytes.")
            String salt,

            @Schema(description = "Base64 of SHA-256 over salt and secret.")
            String hash,

            @Schema(description = "From when on it opens nothing; absent: never.")
            Optional<Instant> expiresAt) {

        static Open of(StoredKey key) {
            Base64.Encoder base64 = Base64.getEncoder();
            return new Open(
                    key.id(),
                    key.tenant(),
                    key.role().label(),
                    key.name(),
                    base64.encodeToString(key.salt()),
                    base64.encodeToString(key.hash()),
                    key.expiresAt());
        }
    }

    @Schema(name = "OpenKeys", description = "The keys that open something now.")
    record AllOpen(
            @Schema(description = "Of every tenant, in the order of making.")
            List<Open> keys) {
        static AllOpen of(List<IssuedKey> keys) {
            return new AllOpen(keys.stream().map(key -> Open.of(key.stored())).toList());
        }
    }
}
