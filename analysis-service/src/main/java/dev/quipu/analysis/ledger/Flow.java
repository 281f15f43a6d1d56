package dev.quipu.analysis.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.analysis.client.Ledger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many records there were at each step of their way, and what became of the others. */
@Schema(name = "LedgerFlow", description = "How many records there were at each step of their way, and of the others.")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Flow(
        @Schema(
                description = "What the sources produced, as far as there is evidence: offered less duplicate, and what"
                        + " is measured, reported and inferred. What is missing by two kinds of evidence counts twice.",
                examples = "1012")
        long produced,

        @Schema(description = "Handed over by producers that number their batches, and never seen.", examples = "12")
        long measured,

        @Schema(description = "Lost by SDKs, as they say by their own metrics.", examples = "0")
        long reported,

        @Schema(description = "The same by the reason that the SDKs give.")
        Map<String, Long> reportedFor,

        @Schema(
                description = "Named as parents by other spans and never seen; absent when not asked for, when there is"
                        + " no answer, and in groups that have none.",
                implementation = Long.class,
                examples = "0")
        Optional<Long> inferred,

        @Schema(
                description =
                        "How exact what is reported and inferred is, or why there is none; empty when nothing is to"
                                + " be said.")
        List<String> notes,

        @Schema(description = "Reached a door, retries among them.", examples = "1005")
        long offered,

        @Schema(description = "Retries of what was known already; no further records.", examples = "5")
        long duplicate,

        @Schema(description = "Refused for what they are, by reason.")
        Map<String, Long> rejected,

        @Schema(description = "Left out by a sampling policy, by policy.")
        Map<String, Long> sampledOut,

        @Schema(description = "Refused for our own trouble, by reason.")
        Map<String, Long> refused,

        @Schema(description = "Acknowledged.", examples = "1000")
        long collected,

        @Schema(description = "Held durably by collectors until storage takes them, by collector, as they last said.")
        Map<String, Long> spooled,

        @Schema(description = "Kept aside because they could not be stored, by reason.")
        Map<String, Long> quarantined,

        @Schema(description = "Committed, by the ledger.", examples = "1000")
        long stored,

        @Schema(description = "There now, counted in the segments.", examples = "1000")
        long live,

        @Schema(description = "Let go by retention.", examples = "0")
        long expired,

        @Schema(description = "Erased on request.", examples = "0")
        long erased,

        @Schema(description = "Passed by analysis, and digested.", examples = "1000")
        long analysed,

        @Schema(description = "Stored and not passed by analysis, or given back to it.", examples = "0")
        long pending,

        @Schema(description = "Stored, but analysis could not digest them, by reason.")
        Map<String, Long> failed,

        @Schema(description = "Sums over the records' hashes.")
        Hashes setHash) {

    /** Sums of the records' hashes. */
    @Schema(
            name = "LedgerHashes",
            description = "Sums of the records' hashes modulo 2^64, in hex: equal sums mean the same records.")
    public record Hashes(
            @Schema(description = "Of what was committed, by the ledger.", examples = "00f067aa0ba902b7")
            String stored,

            @Schema(description = "Of what is there now, counted in the segments.", examples = "00f067aa0ba902b7")
            String live,

            @Schema(description = "Of what retention let go.", examples = "0000000000000000")
            String expired,

            @Schema(description = "Of what was erased.", examples = "0000000000000000")
            String erased) {}

    static Flow of(long produced, Ledger.Counts counts) {
        Ledger.Missing missing = counts.missing();
        OptionalLong inferred = missing.inferred();
        return new Flow(
                produced,
                missing.measured(),
                Ledger.sum(missing.reported()),
                missing.reported(),
                inferred.isPresent() ? Optional.of(inferred.getAsLong()) : Optional.empty(),
                missing.notes(),
                counts.offered(),
                counts.duplicate(),
                counts.rejected(),
                counts.sampledOut(),
                counts.refused(),
                counts.collected(),
                counts.spooled(),
                counts.quarantined(),
                counts.stored(),
                counts.live(),
                counts.expired(),
                counts.erased(),
                counts.analysed(),
                counts.pending(),
                counts.failed(),
                new Hashes(
                        counts.setHashes().stored(),
                        counts.setHashes().live(),
                        counts.setHashes().expired(),
                        counts.setHashes().erased()));
    }
}
