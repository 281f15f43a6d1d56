package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.Outcome;
import dev.quipu.storage.ledger.LedgerAccount;
import dev.quipu.storage.ledger.LedgerPage;
import dev.quipu.storage.ledger.LedgerReports;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The ledger as clients see it. */
final class LedgerAnswers {

    private LedgerAnswers() {}

    @Schema(name = "LedgerIdentity", description = "An equation that holds at rest.")
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

    @Schema(name = "LedgerCounts", description = "What became of the records.")
    record Counts(
            @Schema(description = "Reached a door.", examples = "1000")
            long offered,

            @Schema(description = "Acknowledged, as far as storage knows.", examples = "990")
            long collected,

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

            @Schema(description = "Passed by analysis.", examples = "900")
            long analysed,

            @Schema(description = "Stored and not passed by analysis.", examples = "90")
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
                    account.offered(),
                    account.collected(),
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

            @Schema(description = "Everything acknowledged before this is counted.")
            Instant watermark) {}

    @Schema(name = "LedgerReport", description = "Outcomes of records that are in no segment.")
    record Report(
            @Schema(
                    description = "Chosen by the sender; the same when the report is sent again.",
                    examples = "c56a4180-65aa-42ec-a945-5fd21dec0538")
            @Nullable
            UUID id,

            @Schema(description = "traces, logs or metrics.", examples = "traces") @Nullable
            String signal,

            @Schema(description = "When they were offered.", examples = "2026-01-01T00:00:00Z") @Nullable
            OffsetDateTime collectedAt,

            @Schema(description = "The counts.") @Nullable List<ReportLine> lines) {
        LedgerReports.Report of(String tenant) {
            return new LedgerReports.Report(
                    tenant,
                    Required.field("id", id),
                    Signal.ofLabel(Required.field("signal", signal)),
                    Required.field("collectedAt", collectedAt).toInstant(),
                    Required.field("lines", lines).stream()
                            .map(ReportLine::line)
                            .toList());
        }
    }

    @Schema(name = "LedgerReportLine", description = "How many records had one outcome for one reason.")
    record ReportLine(
            @Schema(description = "duplicate, rejected, sampled_out or refused.", examples = "refused") @Nullable
            String outcome,

            @Schema(description = "Why, in words.", examples = "no room") @Nullable
            String reason,

            @Schema(description = "How many.", examples = "512")
            long records,

            @Schema(description = "Whose they were, when it is known.")
            SearchAnswers.@Nullable ComponentName component) {
        LedgerReports.Line line() {
            return new LedgerReports.Line(
                    parseOutcome(Required.field("outcome", outcome)),
                    reason == null ? "" : reason,
                    records,
                    Optional.ofNullable(component)
                            .map(one -> new Component(
                                    Required.field("component.namespace", one.namespace()),
                                    Required.field("component.name", one.name()),
                                    Required.field("component.instanceId", one.instanceId()))));
        }

        private static Outcome parseOutcome(String label) {
            try {
                return Outcome.valueOf(label.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "outcome: expected duplicate, rejected, sampled_out or refused, got '" + label + "'", e);
            }
        }
    }
}
