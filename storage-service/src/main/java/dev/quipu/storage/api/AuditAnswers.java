package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.access.audit.AuditEntry;
import dev.quipu.access.audit.ChainedEntry;
import dev.quipu.access.audit.Checkpoint;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The audit as people see it. */
final class AuditAnswers {

    private AuditAnswers() {}

    @Schema(name = "AuditEntry", description = "Something that somebody did, or was refused.")
    record Entry(
            @Schema(description = "Its place in the chain of all tenants' entries.", examples = "12")
            long sequence,

            @Schema(description = "When.") Instant at,

            @Schema(description = "By the name that the credential has.", examples = "ops")
            String actor,

            @Schema(description = "What the actor may do; empty when nobody was known.", examples = "admin")
            String role,

            @Schema(description = "What was done.", examples = "api-key.add")
            String action,

            @Schema(description = "To what: an id, or the path that was asked for.", examples = "0f3a5b7c9d1e2f40")
            String subject,

            @Schema(description = "done or refused.", examples = "done")
            String outcome,

            @Schema(description = "What else is to be known.", examples = "writer 'shop'")
            String detail,

            @Schema(description = "SHA-256 of the entry before it and this one, in hex.")
            String hash) {

        static Entry of(ChainedEntry chained) {
            AuditEntry entry = chained.entry();
            return new Entry(
                    entry.sequence(),
                    entry.at(),
                    entry.actor(),
                    entry.role(),
                    entry.action(),
                    entry.subject(),
                    entry.outcome(),
                    entry.detail(),
                    chained.hash().hex());
        }
    }

    @Schema(name = "AuditPage", description = "Entries of a tenant, the newest first.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            @Schema(description = "The entries.") List<Entry> entries,

            @Schema(description = "For the next page; absent on the last.")
            Optional<String> nextCursor) {}

    @Schema(name = "AuditCheckpoint", description = "What the chain was, signed.")
    record Signed(
            @Schema(description = "Of the entry that was the last.", examples = "12")
            long sequence,

            @Schema(description = "That entry's hash, in hex.")
            String hash,

            @Schema(description = "When it was signed.") Instant at,

            @Schema(description = "Ed25519, in Base64.") String signature,

            @Schema(description = "The key to check it by, X.509 in Base64. Trust a copy of your own.")
            String publicKey) {

        static Signed of(Checkpoint checkpoint) {
            Base64.Encoder base64 = Base64.getEncoder();
            return new Signed(
                    checkpoint.sequence(),
                    checkpoint.hash().hex(),
                    checkpoint.at(),
                    base64.encodeToString(checkpoint.signature()),
                    base64.encodeToString(checkpoint.publicKey()));
        }
    }

    @Schema(name = "AuditCheckpoints", description = "Checkpoints, the newest first.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Checkpoints(
            @Schema(description = "The checkpoints.") List<Signed> checkpoints,

            @Schema(description = "For the next page; absent on the last.")
            Optional<String> nextCursor) {}
}
