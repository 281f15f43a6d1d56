package dev.quipu.storage.ledger;

import dev.quipu.model.CatalogText;
import dev.quipu.model.Signal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** Whose traces the records of a report were, as far as the collector says. */
final class TraceNotes {

    /** Of one report; further ones are counted without their traces. */
    private static final int MAX_NOTES = 1000;

    private static final String ADD = """
            INSERT INTO trace_note (tenant, trace_id, report_id, signal, minute, outcome, reason, records)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (tenant, trace_id, report_id, outcome, reason) DO UPDATE
            SET records = trace_note.records + excluded.records""";

    private TraceNotes() {}

    static Uni<Void> write(SqlConnection connection, LedgerReports.Report report, int minute) {
        if (report.notes().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tuple> rows = report.notes().stream()
                .limit(MAX_NOTES)
                .map(note -> values(report.tenant(), report.id(), report.signal(), minute, note))
                .toList();
        return connection.preparedQuery(ADD).executeBatch(rows).replaceWithVoid();
    }

    private static Tuple values(String tenant, UUID report, Signal signal, int minute, LedgerReports.TraceNote note) {
        return Tuple.tuple()
                .addString(tenant)
                .addUUID(new UUID(note.traceId().high(), note.traceId().low()))
                .addUUID(report)
                .addShort((short) signal.code())
                .addInteger(minute)
                .addShort((short) note.outcome().code())
                .addString(CatalogText.bounded(note.reason(), CatalogText.MAX_NAME))
                .addLong(note.records());
    }
}
