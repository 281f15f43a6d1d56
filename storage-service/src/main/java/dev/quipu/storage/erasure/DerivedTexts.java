package dev.quipu.storage.erasure;

import dev.quipu.model.Signal;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

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
            "erasure_name",
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
            Column.numbered("feed_failure", "reason"),
            Column.json("incident", "document"),
            Column.text("log_template", "sample"),
            Column.text("quarantine", "last_error"),
            Column.text("quarantine", "reason"),
            Column.text("scrape_state", "error"));

    /** Of components of which log records were erased; they may say it. */
    private static final String TEMPLATES = """
            SELECT l.id, l.text, l.state FROM log_template l
            WHERE l.tenant = $1 AND (position($2::text IN l.text) > 0 OR position(convert_to($2, 'UTF8') IN l.state) > 0)
                AND l.component IN (
                    SELECT c.name FROM erasure_component e JOIN component c ON c.id = e.component_id
                    WHERE e.erasure_id = $3 AND e.signal = %d)""".formatted(Signal.LOGS.code());

    /** What templates are looked for by cannot be changed: they are mined again. */
    private static final String DELETE_TEMPLATES = "DELETE FROM log_template WHERE tenant = $1 AND id = ANY ($2)";

    private static final String DELETE_NOTES = "DELETE FROM trace_note WHERE tenant = $1 AND trace_id::text = $2";

    private static final String UNIQUE_VIOLATION = "23505";

    /** So often what others change is looked at again. */
    private static final int ROUNDS = 5;

    private final Transactions transactions;

    DerivedTexts(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * @param place a column that tells rows apart: of a table that Citus keeps several copies of, one that they agree on
     * @param type of it
     */
    private record Column(String table, String name, boolean isJson, String place, String type) {
        static Column text(String table, String name) {
            return new Column(table, name, false, "ctid", "tid");
        }

        static Column numbered(String table, String name) {
            return new Column(table, name, false, "id", "bigint");
        }

        static Column json(String table, String name) {
            return new Column(table, name, true, "ctid", "tid");
        }

        private String find() {
            return "SELECT " + place + "::text AS place, " + name + " AS said, " + name + "::text AS written FROM "
                    + table + " WHERE tenant = $1 AND position($2 IN " + name + "::text) > 0";
        }

        /** Only as it was found: where it stood there may be another by now. */
        private String replace() {
            return "UPDATE " + table + " SET " + name + " = $3 WHERE " + place + " = $1::text::" + type + " AND " + name
                    + "::text = $2";
        }

        private String delete() {
            return "DELETE FROM " + table + " WHERE " + place + " = $1::text::" + type + " AND " + name + "::text = $2";
        }
    }

    /** Out of everything that it can be taken out of; fails afterwards when it could not be taken out of something. */
    Uni<Void> erase(Erasure erasure) {
        return ErasedText.of(erasure)
                .map(said -> erase(erasure, said))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> erase(Erasure erasure, ErasedText said) {
        String tenant = erasure.tenant();
        return Multi.createFrom()
                .iterable(COLUMNS)
                .onItem()
                .transformToUni(column -> erase(tenant, column, said, ROUNDS))
                .collectFailures()
                .concatenate()
                .collect()
                .last()
                .chain(() -> transactions.write(connection -> connection
                        .preparedQuery(TEMPLATES)
                        .execute(Tuple.of(tenant, said.text(), erasure.id()))
                        .chain(rows -> connection
                                .preparedQuery(DELETE_TEMPLATES)
                                .execute(Tuple.of(tenant, saying(rows, said))))
                        .chain(() -> connection
                                .preparedQuery(DELETE_NOTES)
                                .execute(Tuple.of(tenant, withHyphens(said.text()))))))
                .replaceWithVoid();
    }

    /** Each row in a transaction of its own; what others wrote meanwhile is looked at in the next round. */
    private Uni<Void> erase(String tenant, Column column, ErasedText said, int rounds) {
        String looked = column.isJson() ? inJson(said.text()) : said.text();
        return transactions
                .autocommit(
                        connection -> connection.preparedQuery(column.find()).execute(Tuple.of(tenant, looked)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .filter(row -> !said.outOfJson(row.getValue("said")).equals(row.getValue("said")))
                        .toList())
                .chain(rows -> {
                    if (rows.isEmpty()) {
                        return Uni.createFrom().voidItem();
                    }
                    if (rounds == 0) {
                        throw new IllegalStateException(
                                column.table() + "." + column.name()
                                        + ": expected to take out what was erased, got others that change it; it is tried again");
                    }
                    return eachOf(rows, column, said).chain(() -> erase(tenant, column, said, rounds - 1));
                });
    }

    private Uni<Void> eachOf(List<Row> rows, Column column, ErasedText said) {
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUni(row -> replace(column, row, said))
                .collectFailures()
                .concatenate()
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** A row that would be the same as another without it goes. */
    private Uni<Void> replace(Column column, Row row, ErasedText said) {
        Tuple found = Tuple.of(row.getString("place"), row.getString("written"));
        Tuple replaced =
                Tuple.of(row.getString("place"), row.getString("written"), said.outOfJson(row.getValue("said")));
        return transactions
                .write(connection -> connection.preparedQuery(column.replace()).execute(replaced))
                .onFailure(DerivedTexts::isThereAlready)
                .recoverWithUni(() -> transactions.write(
                        connection -> connection.preparedQuery(column.delete()).execute(found)))
                .replaceWithVoid();
    }

    /** Ids of those that say it as a word. */
    private static Integer[] saying(RowSet<Row> templates, ErasedText said) {
        return StreamSupport.stream(templates.spliterator(), false)
                .filter(row -> said.isIn(row.getString("text"))
                        || said.isIn(row.getBuffer("state").toString()))
                .map(row -> row.getInteger("id"))
                .toArray(Integer[]::new);
    }

    private static boolean isThereAlready(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
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
