package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.storage.encryption.KeyList;
import dev.quipu.storage.encryption.TenantKey;
import dev.quipu.storage.erasure.KeyDestruction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Keys of tenants as people and collectors see them: never the keys themselves. */
final class EncryptionKeyAnswers {

    private EncryptionKeyAnswers() {}

    @Schema(name = "EncryptionKey", description = "A key under which segments are sealed.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Key(
            @Schema(description = "Counts the keys of a tenant, from 1.", examples = "2")
            int generation,

            @Schema(description = "When it was made.", examples = "2026-11-30T09:00:00Z")
            Instant createdAt,

            @Schema(
                    description = "Since when segments are sealed under another one; absent: they are under this one.",
                    examples = "2026-12-30T09:00:00Z",
                    implementation = Instant.class)
            Optional<Instant> retiredAt) {

        static Key of(TenantKey key) {
            return new Key(key.generation(), key.createdAt(), key.retiredAt());
        }
    }

    @Schema(name = "EncryptionKeys", description = "A tenant's keys.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Keys(
            @Schema(description = "Whether new segments are sealed.", examples = "true")
            boolean encrypting,

            @Schema(description = "By generation; the first is made with the first segment.")
            List<Key> keys,

            @Schema(
                    description = "When keys of the tenant were destroyed last; absent: never.",
                    examples = "2026-11-30T09:00:00Z",
                    implementation = Instant.class)
            Optional<Instant> destroyedAt) {}

    @Schema(name = "EncryptionKeyConfirmation", description = "Whose keys are meant.")
    record Confirmation(
            @Schema(description = "The tenant once more, so that nobody's keys go by mistake.", examples = "default")
            @Nullable
            String tenant) {}

    @Schema(name = "DestroyedEncryptionKeys", description = "What cannot be read again.")
    record Destroyed(
            @Schema(description = "Keys that were destroyed.", examples = "2")
            int keys,

            @Schema(description = "Segments that were sealed under them.", examples = "120")
            long segments,

            @Schema(description = "Records in those; the ledger counts them as erased.", examples = "600000")
            long records) {

        static Destroyed of(KeyDestruction.Destroyed destroyed) {
            return new Destroyed(destroyed.keys(), destroyed.segments(), destroyed.records());
        }
    }

    @Schema(name = "TenantWithoutKeys", description = "Whose keys were destroyed.")
    record OfTenant(
            @Schema(description = "Whose.", examples = "default")
            String tenant,

            @Schema(description = "When, the last time.", examples = "2026-11-30T09:00:00Z")
            Instant at) {}

    @Schema(name = "TenantsWithoutKeys", description = "Tenants whose keys were destroyed.")
    record Tenants(@Schema(description = "By name.") List<OfTenant> tenants) {

        static Tenants of(List<KeyList.Destroyed> destroyed) {
            return new Tenants(destroyed.stream()
                    .map(one -> new OfTenant(one.tenant(), one.at()))
                    .toList());
        }
    }
}
