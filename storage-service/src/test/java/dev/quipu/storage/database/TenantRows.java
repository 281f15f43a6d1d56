package dev.quipu.storage.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Tables as the catalog of PostgreSQL knows them, whichever there are, and rows made up for them. */
final class TenantRows {

    private static final String IN_SCHEMA =
            " AND NOT c.relispartition AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname";

    private final Statement statement;

    TenantRows(Connection connection) throws SQLException {
        this.statement = connection.createStatement();
    }

    /** Tables with a column for the tenant. */
    List<String> tables() throws SQLException {
        return texts("SELECT c.relname FROM pg_class c JOIN information_schema.columns k ON k.table_name = c.relname"
                + " AND k.table_schema = current_schema() WHERE k.column_name = 'tenant' AND c.relkind IN ('r', 'p')"
                + IN_SCHEMA);
    }

    /** What the role may read although no policy holds it. */
    List<String> readableByAll() throws SQLException {
        return texts("SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relrowsecurity"
                + " AND has_table_privilege('quipu_tenant', c.oid, 'SELECT')" + IN_SCHEMA);
    }

    /** Adds a row of the tenant, whatever the table asks of its rows. */
    void add(String table, String tenant) throws SQLException {
        for (String constraint : texts("SELECT conname FROM pg_constraint WHERE contype IN ('c', 'f') AND conrelid = '"
                + table + "'::regclass")) {
            statement.execute("ALTER TABLE " + table + " DROP CONSTRAINT " + constraint);
        }
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT column_name, data_type FROM information_schema.columns"
                + " WHERE table_schema = current_schema() AND table_name = '" + table + "' AND is_nullable = 'NO'"
                + " AND column_default IS NULL AND is_identity = 'NO'")) {
            while (rows.next()) {
                columns.add(rows.getString("column_name"));
                values.add(value(rows.getString("data_type"), tenant));
            }
        }
        statement.execute("INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                + String.join(", ", values) + ")");
    }

    private static String value(String type, String tenant) {
        return switch (type) {
            case "text" -> "'" + tenant + "'";
            case "smallint" -> "1";
            case "integer", "bigint" -> "(random() * 1000000000)::int";
            case "double precision" -> "1.5";
            case "boolean" -> "true";
            case "uuid" -> "gen_random_uuid()";
            case "date" -> "'1970-01-01'";
            case "timestamp with time zone" -> "now()";
            case "bytea" -> "''";
            default -> "'{}'";
        };
    }

    /** From here on until the end of the transaction. */
    void take(String tenant) throws SQLException {
        statement.execute(TenantRole.TAKE.replace("$1", "'" + tenant + "'"));
    }

    /** Whose rows of a table, or a view, are seen. */
    List<String> tenants(String table) throws SQLException {
        return texts("SELECT DISTINCT tenant FROM " + table);
    }

    List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
