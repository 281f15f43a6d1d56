package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.Outcome;
import dev.quipu.storage.ledger.LedgerAccount;
import dev.quipu.storage.ledger.LedgerPage;
import dev.quipu.storage.ledger.Losses;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The ledger as clients see it. */
final class LedgerAnswers {

    private LedgerAnswers() {}

    @Schema(
            name = "LedgerIdentity",
            description = "An equation between counts that are made independently of each other; it holds at rest.")
    record Identity(
            @Schema(description = "The equation.", examples = "stored = live + expired + erased")
            String name,

            @Schema(description = "Whether it holds.", examples = "true")
            boolean holds,

            @Schema(description = "Left minus right.", examples = "0")
            String difference) {
        static Identity of(LedgerAccount.Identity identity) {
            return new Identity(identity.name(), identity.holds(), Long.toString(identity.difference()));
        }
    }

    @Schema(
            name = "LedgerSetHash",
            description =
                    "Sums of the records' hashes modulo 2^64: equal sums mean the same records, not just as many.")
    record SetHashes(
            @Schema(description = "By the ledger.", examples = "00f067aa0ba902b7")
            String stored,

            @Schema(description = "Counted in the segments.", examples = "00f067aa0ba902b7")
            String live,

            @Schema(description = "By the ledger.", examples = "0000000000000000")
            String expired,

            @Schema(description = "By the ledger.", examples = "0000000000000000")
            String erased) {}

    @Schema(
            name = "LedgerEvidence",
            description =
                    "How it is known of records that they were made. Kinds of evidence are gathered independently and may"
                            + " speak of the same record: a span that an SDK reports as lost may be inferred too.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Evidence(
            @Schema(description = "They reached a door.", examples = "1000")
            long offered,

            @Schema(
                    description =
                            "Producers that number their batches say that they handed them over, and they never came.",
                    examples = "12")
            long measured,

            @Schema(
                    description =
                            "OpenTelemetry SDKs say by their own metrics (`otel.sdk.*`) that they dropped them or could not"
                                    + " deliver them. Not counted is what a server has answered (`rejected`, a status code of"
                                    + " HTTP or gRPC): when the server was ours it is offered already. By the time of the"
                                    + " points. What two exporters could not deliver counts twice, to wherever they send; what"
                                    + " an SDK gave up after a time may have arrived.",
                    examples = "7")
            long reported,

            @Schema(
                    description =
                            "Spans that other spans name as their parents, and that were never seen. A parent in a service that"
                                    + " is not instrumented, or that sends its spans elsewhere, looks the same: it is inferred"
                                    + " that these were lost, not known. So does one that was rejected, waits in a spool or the"
                                    + " quarantine, or began more than ten minutes before the window. Absent unless asked for,"
                                    + " when there is no answer, and in groups that have none.",
                    examples = "3")
            Optional<Long> inferred) {}

    @Schema(name = "LedgerTotal", description = "What the sources produced, as far as it is known.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Total(
            @Schema(description = "Offered, measured, reported and, when asked for, inferred.", examples = "1022")
            long records,

            @Schema(description = "How many of them are known by what.")
            Evidence evidence,

            @Schema(description = "Those that SDKs report as lost, by `error.type`.")
            Map<String, Long> reportedFor,

            @Schema(
                    description = "What is missing of the reported ones; absent when nothing is.",
                    examples = "counted only from 2026-01-01T00:00:00Z on: it took too long")
            Optional<String> reportedNote,

            @Schema(
                    description =
                            "How the inferred number was estimated, or why there is none; absent when it is exact or was not"
                                    + " asked for.",
                    examples = "an estimate from 1 in 4 traces")
            Optional<String> inferredNote) {
        static Total of(LedgerAccount account) {
            long reported = account.reported().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            return new Total(
                    account.produced(),
                    new Evidence(
                            account.offered(),
                            account.missing(),
                            reported,
                            account.inferred().flatMap(Losses.Inference::spans)),
                    account.reported(),
                    account.reportedNote(),
                    account.inferred().flatMap(Losses.Inference::note));
        }
    }

    @Schema(name = "LedgerCounts", description = "What became of the records.")
    record Counts(
            @Schema(
                    description =
                            "What the sources produced. What is missing of a run of a producer counts whole in every window"
                                    + " that overlaps its time; in no group of a minute, and not with a service. What is"
                                    + " reported or inferred is in no group of a minute either; whose the inferred ones were is"
                                    + " not known.")
            Total total,

            @Schema(description = "Reached a door.", examples = "1000")
            long offered,

            @Schema(description = "Acknowledged: stored, or held durably until it can be.", examples = "990")
            long collected,

            @Schema(
                    description =
                            "Held durably by collectors until storage takes it, as they last said. Counted whole in every"
                                    + " window that overlaps the time from the oldest record to the report; in no group of a"
                                    + " minute, and not with a service.",
                    examples = "0")
            long spooled,

            @Schema(description = "The same by collector.") Map<String, Long> spooledBy,

            @Schema(
                    description =
                            "Acknowledged and kept because they could not be stored, by reason; not with a service.")
            Map<String, Long> quarantined,

            @Schema(description = "Retries of what was stored already.", examples = "5")
            long duplicate,

            @Schema(description = "Refused for what they are, by reason.")
            Map<String, Long> rejected,

            @Schema(description = "Left out by a sampling policy.", examples = "0")
            long sampledOut,

            @Schema(description = "Left out by a sampling policy, by policy.")
            Map<String, Long> sampledOutBy,

            @Schema(description = "Refused for our own trouble.", examples = "5")
            long refused,

            @Schema(description = "Refused for our own trouble, by reason.")
            Map<String, Long> refusedFor,

            @Schema(description = "Committed, by the ledger.", examples = "990")
            long stored,

            @Schema(description = "There now, counted in the segments.", examples = "990")
            long live,

            @Schema(description = "Let go by retention.", examples = "0")
            long expired,

            @Schema(description = "Erased on request.", examples = "0")
            long erased,

            @Schema(description = "Passed by analysis, and digested.", examples = "900")
            long analysed,

            @Schema(
                    description = "Stored and not passed by analysis, or given back to it to be tried again.",
                    examples = "90")
            long pending,

            @Schema(description = "Stored, but analysis could not digest them, by reason.")
            Map<String, Long> failed,

            @Schema(description = "Sums over the records' hashes.")
            SetHashes setHash,

            @Schema(description = "Whether all equations hold.", examples = "true")
            boolean holds,

            @Schema(description = "The equations.") List<Identity> equations,
            @Schema(description = "Those that do not hold.") List<Identity> differences) {

        static Counts of(LedgerAccount account) {
            List<Identity> equations =
                    account.identities().stream().map(Identity::of).toList();
            List<Identity> differences =
                    equations.stream().filter(identity -> !identity.holds()).toList();
            return new Counts(
                    Total.of(account),
                    account.offered(),
                    account.collected(),
                    account.spooled().values().stream()
                            .mapToLong(Long::longValue)
                            .sum(),
                    account.spooled(),
                    account.quarantined(),
                    account.records(Outcome.DUPLICATE),
                    account.byReason(Outcome.REJECTED),
                    account.records(Outcome.SAMPLED_OUT),
                    account.byReason(Outcome.SAMPLED_OUT),
                    account.records(Outcome.REFUSED),
                    account.byReason(Outcome.REFUSED),
                    account.records(Outcome.STORED),
                    account.live(),
                    account.records(Outcome.EXPIRED),
                    account.records(Outcome.ERASED),
                    account.analysed(),
                    account.pending(),
                    account.byReason(Outcome.FAILED),
                    new SetHashes(
                            SetHash.hex(account.setHash(Outcome.STORED)),
                            SetHash.hex(account.liveSetHash()),
                            SetHash.hex(account.setHash(Outcome.EXPIRED)),
                            SetHash.hex(account.setHash(Outcome.ERASED))),
                    differences.isEmpty(),
                    equations,
                    differences);
        }
    }

    @Schema(name = "LedgerLine", description = "The counts of one group.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Line(
            @Schema(description = "The minute of collection, when grouped by it.")
            Optional<Instant> minute,

            @Schema(description = "The signal, when grouped by it.", examples = "traces")
            Optional<String> signal,

            @Schema(description = "The component, when grouped by it and known.")
            Optional<SearchAnswers.ComponentName> component,

            @Schema(description = "The counts.") Counts counts) {
        static Line of(LedgerPage.Group group) {
            return new Line(
                    group.minute().map(minute -> Instant.ofEpochSecond(TimeUnit.MINUTES.toSeconds(minute))),
                    group.signal().map(Signal::label),
                    group.component().map(SearchAnswers.ComponentName::of),
                    Counts.of(group.account()));
        }
    }

    @Schema(name = "LedgerRedaction", description = "How often one rule of redaction changed something.")
    record Redaction(
            @Schema(description = "In records of which signal.", examples = "logs")
            String signal,

            @Schema(description = "Id of the rule.", examples = "12")
            String rule,

            @Schema(description = "drop, mask, hash or truncate.", examples = "mask")
            String action,

            @Schema(description = "How many values it changed.", examples = "12")
            long changes) {
        static Redaction of(LedgerPage.Redaction redaction) {
            return new Redaction(
                    redaction.signal().label(),
                    redaction.rule(),
                    redaction.action().label(),
                    redaction.changes());
        }
    }

    @Schema(name = "Ledger", description = "What became of every record that was offered in a window.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(
            @Schema(description = "First minute of collection.")
            Instant from,

            @Schema(description = "The minute after the last.")
            Instant to,

            @Schema(description = "The sums over the window.")
            Counts identities,

            @Schema(description = "One per group; empty without groupBy.")
            List<Line> lines,

            @Schema(
                    description =
                            "What redaction changed before anything was kept, by signal, rule and action; part of no equation."
                                    + " Empty with a service.")
            List<Redaction> redactions,

            @Schema(description = "Everything acknowledged before this is counted.")
            Instant watermark) {}
}
