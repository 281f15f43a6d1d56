package dev.quipu.storage.ledger;

import dev.quipu.model.CatalogText;
import dev.quipu.model.Signal;
import dev.quipu.model.redaction.RedactionAction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;

/** How often rules of redaction changed something, beside the ledger's lines; it is part of no identity. */
final class RedactionCounts {

    private static final String ADD = """
            INSERT INTO redaction_count (tenant, signal, minute, rule, action, changes)
            SELECT $1, $2, $3, c.rule, c.action, sum(c.changes)::bigint
            FROM unnest($4::text[], $5::text[], $6::bigint[]) AS c(rule, action, changes)
            GROUP BY c.rule, c.action
            ORDER BY c.rule COLLATE "C", c.action COLLATE "C"
            ON CONFLICT (tenant, signal, minute, rule, action) DO UPDATE
            SET changes = redaction_count.changes + excluded.changes""";

    /** Whose records they were is not known: there are none of one service. */
    private static final String READ = """
            SELECT signal, rule, action, sum(changes)::bigint AS changes
            FROM redaction_count
            WHERE tenant = $1 AND minute >= $2 AND minute < $3
                AND ($4::smallint IS NULL OR signal = $4) AND $5::text IS NULL
            GROUP BY signal, rule, action
            ORDER BY signal, rule, action""";

    private RedactionCounts() {}

    static Uni<Void> write(SqlConnection connection, LedgerReports.Report report, int minute) {
        List<LedgerReports.Redaction> redactions = report.redactions();
        if (redactions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.tuple()
                .addString(report.tenant())
                .addShort((short) report.signal().code())
                .addInteger(minute)
                .addValue(redactions.stream()
                        .map(one -> CatalogText.bounded(one.rule(), CatalogText.MAX_NAME))
                        .toArray(String[]::new))
                .addValue(redactions.stream().map(one -> one.action().label()).toArray(String[]::new))
                .addValue(redactions.stream()
                        .map(LedgerReports.Redaction::changes)
                        .toArray(Long[]::new));
        return connection.preparedQuery(ADD).execute(values).replaceWithVoid();
    }

    /** @param parameters tenant, first minute, minute after the last, signal, service */
    static Uni<List<LedgerPage.Redaction>> read(SqlConnection connection, Tuple parameters) {
        return connection
                .preparedQuery(READ)
                .execute(parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(RedactionCounts::redaction)
                        .toList());
    }

    private static LedgerPage.Redaction redaction(Row row) {
        return new LedgerPage.Redaction(
                Signal.ofCode(row.getShort("signal")),
                row.getString("rule"),
                RedactionAction.ofLabel(row.getString("action")),
                row.getLong("changes"));
    }
}
