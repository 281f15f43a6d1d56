package dev.quipu.storage.erasure;

import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes what was erased out of sentences that were written about records: incidents, alerts, templates, failures. */
@ApplicationScoped
class DerivedTexts {

    /** Every table beside those of segments that may say something of records. */
    static final List<String> TABLES = List.of(
            "alert",
            "alert_history",
            "alert_notice",
            "component",
            "component_attribute",
            "feed_failure",
            "incident",
            "log_template",
            "metric",
            "quarantine",
            "rollup",
            "scrape_state",
            "span_name",
            "trace_note");

    private static final List<Column> COLUMNS = List.of(
            Column.json("alert", "labels"),
            Column.text("alert", "summary"),
            Column.text("alert", "series"),
            Column.json("alert_history", "labels"),
            Column.text("alert_history", "summary"),
            Column.text("alert_history", "series"),
            Column.json("alert_notice", "payload"),
            Column.text("alert_notice", "series"),
            Column.text("alert_notice", "failed_reason"),
            Column.text("feed_failure", "reason"),
            Column.json("incident", "document"),
            Column.text("log_template", "sample"),
            Column.text("quarantine", "last_error"),
            Column.text("quarantine", "reason"),
            Column.text("scrape_state", "error"));

    /** What templates are looked for by cannot be changed: they are mined again. */
    private static final String DELETE_TEMPLATES = """
            DELETE FROM log_template
            WHERE tenant = $1 AND (position($2::text IN text) > 0 OR position(convert_to($2, 'UTF8') IN state) > 0)""";

    private static final String DELETE_NOTES = "DELETE FROM trace_note WHERE tenant = $1 AND trace_id::text = $2";

    private final Transactions transactions;

    DerivedTexts(Transactions transactions) {
        this.transactions = transactions;
    }

    private record Column(String table, String name, boolean isJson) {
        static Column text(String table, String name) {
            return new Column(table, name, false);
        }

        static Column json(String table, String name) {
            return new Column(table, name, true);
        }

        private String find() {
            return "SELECT ctid::text AS place, " + name + " AS said FROM " + table
                    + " WHERE tenant = $1 AND position($2 IN " + name + "::text) > 0 FOR UPDATE";
        }

        private String replace() {
            return "UPDATE " + table + " SET " + name + " = $2 WHERE ctid = $1::text::tid";
        }
    }

    Uni<Void> erase(Erasure erasure) {
        return ErasedText.of(erasure.target())
                .map(said -> erase(erasure.tenant(), said))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> erase(String tenant, ErasedText said) {
        return Multi.createFrom()
                .iterable(COLUMNS)
                .onItem()
                .transformToUniAndConcatenate(
                        column -> transactions.write(connection -> erase(connection, tenant, column, said)))
                .collect()
                .last()
                .chain(() -> transactions.write(connection -> connection
                        .preparedQuery(DELETE_TEMPLATES)
                        .execute(Tuple.of(tenant, said.text()))
                        .chain(() -> connection
                                .preparedQuery(DELETE_NOTES)
                                .execute(Tuple.of(tenant, withHyphens(said.text()))))))
                .replaceWithVoid();
    }

    private static Uni<Void> erase(SqlConnection connection, String tenant, Column column, ErasedText said) {
        String looked = column.isJson() ? inJson(said.text()) : said.text();
        return connection
                .preparedQuery(column.find())
                .execute(Tuple.of(tenant, looked))
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(row -> replace(connection, column, row, said))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private static Uni<RowSet<Row>> replace(SqlConnection connection, Column column, Row row, ErasedText said) {
        @Nullable Object before = row.getValue("said");
        Object after = before == null ? "" : said.outOfJson(before);
        return connection.preparedQuery(column.replace()).execute(Tuple.of(row.getString("place"), after));
    }

    /** As PostgreSQL writes it within a JSON text. */
    private static String inJson(String text) {
        String quoted = new JsonObject().put("t", text).encode();
        return quoted.substring("{\"t\":\"".length(), quoted.length() - "\"}".length());
    }

    /** As PostgreSQL writes a UUID; other text as it is. */
    private static String withHyphens(String text) {
        return text.replaceFirst(
                "^(\\p{XDigit}{8})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{12})$",
                "$1-$2-$3-$4-$5");
    }
}
