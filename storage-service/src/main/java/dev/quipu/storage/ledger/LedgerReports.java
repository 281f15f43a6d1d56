package dev.quipu.storage.ledger;

import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import dev.quipu.model.TraceId;
import dev.quipu.model.redaction.RedactionAction;
import dev.quipu.model.segment.Outcome;
import dev.quipu.storage.catalog.ComponentIds;
import dev.quipu.storage.catalog.ComponentIds.ComponentKey;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Takes in outcomes that come with no segment. A report is counted once, however often it is posted. */
@ApplicationScoped
public class LedgerReports {

    private static final String REMEMBER =
            "INSERT INTO ledger_report (tenant, id) VALUES ($1, $2) ON CONFLICT (tenant, id) DO NOTHING";

    private static final int MAX_LINES = 1000;

    private static final Set<Outcome> WITHOUT_SEGMENT =
            EnumSet.of(Outcome.DUPLICATE, Outcome.REJECTED, Outcome.SAMPLED_OUT, Outcome.REFUSED);

    private final Transactions transactions;
    private final ComponentIds componentIds;

    LedgerReports(Transactions transactions, ComponentIds componentIds) {
        this.transactions = transactions;
        this.componentIds = componentIds;
    }

    /**
     * A collector's account of records that reached a door and no segment, of the traces of such that a segment
     * counts, and of what redaction changed.
     *
     * @param id chosen by the collector, the same when it reports again
     * @param collectedAt the minute that it is booked under
     * @param notes whose traces some of them were; of more than a thousand the first are kept
     * @param redactions in records of any outcome
     */
    public record Report(
            String tenant,
            UUID id,
            Signal signal,
            Instant collectedAt,
            List<Line> lines,
            List<TraceNote> notes,
            List<Redaction> redactions) {
        public Report {
            lines = List.copyOf(lines);
            notes = List.copyOf(notes);
            redactions = List.copyOf(redactions);
            if (redactions.size() > MAX_LINES) {
                throw new IllegalArgumentException(
                        "redactions: expected at most " + MAX_LINES + ", got " + redactions.size());
            }
            if (lines.size() > MAX_LINES || lines.isEmpty() && notes.isEmpty() && redactions.isEmpty()) {
                throw new IllegalArgumentException("lines: expected 1 to " + MAX_LINES
                        + ", or none and traces or redactions, got " + lines.size() + ", " + notes.size()
                        + " traces and " + redactions.size() + " redactions");
            }
        }
    }

    /** @param component whose records they were, when it is known */
    public record Line(Outcome outcome, String reason, long records, Optional<Component> component) {
        public Line {
            verify(outcome, records);
        }
    }

    /** Records of one trace, which are counted in a line or by a segment. */
    public record TraceNote(TraceId traceId, Outcome outcome, String reason, long records) {
        public TraceNote {
            verify(outcome, records);
        }
    }

    /** How many values a rule changed, by its id. */
    public record Redaction(String rule, RedactionAction action, long changes) {
        public Redaction {
            if (changes < 1) {
                throw new IllegalArgumentException("redactions.changes: expected 1 or more, got " + changes);
            }
        }
    }

    private static void verify(Outcome outcome, long records) {
        if (!WITHOUT_SEGMENT.contains(outcome)) {
            throw new IllegalArgumentException(
                    "outcome: expected duplicate, rejected, sampled_out or refused, got " + outcome.label());
        }
        if (records < 1) {
            throw new IllegalArgumentException("records: expected 1 or more, got " + records);
        }
    }

    /** Whether it was new. */
    public Uni<Boolean> add(Report report) {
        List<Component> components = report.lines().stream()
                .flatMap(line -> line.component().stream())
                .distinct()
                .toList();
        return transactions.write(connection -> componentIds
                .resolve(connection, report.tenant(), components, report.collectedAt())
                .chain(ids -> connection
                        .preparedQuery(REMEMBER)
                        .execute(Tuple.of(report.tenant(), report.id()))
                        .chain(remembered -> remembered.rowCount() == 0
                                ? Uni.createFrom().item(false)
                                : write(connection, report, ids).replaceWith(true))));
    }

    private static Uni<Void> write(SqlConnection connection, Report report, Map<ComponentKey, Integer> ids) {
        LedgerLines lines = new LedgerLines(report.tenant(), report.signal(), 0);
        int minute = (int) (report.collectedAt().getEpochSecond() / 60);
        for (Line line : report.lines()) {
            int component = line.component()
                    .map(one -> ids.getOrDefault(new ComponentKey(report.tenant(), one), 0))
                    .orElse(0);
            lines.add(minute, component, line.outcome(), line.reason(), line.records(), 0);
        }
        return TraceNotes.write(connection, report, minute)
                .chain(() -> RedactionCounts.write(connection, report, minute))
                .chain(() -> lines.write(connection));
    }
}
