package dev.quipu.storage.api;

import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.model.redaction.RedactionAction;
import dev.quipu.model.segment.Outcome;
import dev.quipu.storage.ledger.LedgerReports;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Outcomes without a segment, as collectors report them. */
final class LedgerReportAnswers {

    private LedgerReportAnswers() {}

    @Schema(
            name = "LedgerReport",
            description = "Outcomes of records that are in no segment, and what redaction changed.")
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

            @Schema(description = "The counts; may be empty when there are traces or redactions.") @Nullable
            List<ReportLine> lines,

            @Schema(description = "Whose traces some of them were; the first 1000 are kept, absent: not known.")
            @Nullable
            List<Note> traces,

            @Schema(description = "How often rules of redaction changed something; absent: never.") @Nullable
            List<Redaction> redactions) {
        LedgerReports.Report of(String tenant) {
            return new LedgerReports.Report(
                    tenant,
                    Required.field("id", id),
                    Signal.ofLabel(Required.field("signal", signal)),
                    Required.field("collectedAt", collectedAt).toInstant(),
                    Required.field("lines", lines).stream()
                            .map(ReportLine::line)
                            .toList(),
                    traces == null ? List.of() : traces.stream().map(Note::note).toList(),
                    redactions == null
                            ? List.of()
                            : redactions.stream().map(Redaction::redaction).toList());
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
    }

    @Schema(name = "LedgerReportTrace", description = "How many records of one trace had one outcome for one reason.")
    record Note(
            @Schema(description = "32 hex digits.", examples = "0af7651916cd43dd8448eb211c80319c") @Nullable
            String traceId,

            @Schema(description = "duplicate, rejected, sampled_out or refused.", examples = "rejected") @Nullable
            String outcome,

            @Schema(description = "Why, in words.", examples = "too large") @Nullable
            String reason,

            @Schema(description = "How many; they are counted in a line or by a segment, too.", examples = "7")
            long records) {
        LedgerReports.TraceNote note() {
            return new LedgerReports.TraceNote(
                    TraceId.parse(Required.field("traces.traceId", traceId)),
                    parseOutcome(Required.field("traces.outcome", outcome)),
                    reason == null ? "" : reason,
                    records);
        }
    }

    @Schema(name = "LedgerReportRedaction", description = "How often one rule of redaction changed something.")
    record Redaction(
            @Schema(description = "Its id.", examples = "12") @Nullable
            String rule,

            @Schema(description = "drop, mask, hash or truncate.", examples = "mask") @Nullable
            String action,

            @Schema(description = "How many values it changed.", examples = "12")
            long changes) {
        LedgerReports.Redaction redaction() {
            return new LedgerReports.Redaction(
                    Required.field("redactions.rule", rule),
                    RedactionAction.ofLabel(Required.field("redactions.action", action)),
                    changes);
        }
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
