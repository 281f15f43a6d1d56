package dev.quipu.operations.proof;

import dev.quipu.model.segment.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the database says that it stores. */
final class StoredSets {

    private static final String FIND_TABLE = "SELECT to_regclass(?) IS NOT NULL";
    private static final String SUM_SEGMENTS = """
            SELECT tenant, signal, sum(record_count)::bigint AS records, sum(set_hash::numeric) AS set_hash
            FROM segment GROUP BY tenant, signal HAVING sum(record_count) > 0""";
    private static final String SUM_LEDGER =
            """
            SELECT tenant, signal,
                coalesce(sum(records) FILTER (WHERE outcome = %1$d), 0)::bigint
                    - coalesce(sum(records) FILTER (WHERE outcome IN (%2$d, %3$d)), 0)::bigint AS records,
                coalesce(sum(set_hash::numeric) FILTER (WHERE outcome = %1$d), 0)
                    - coalesce(sum(set_hash::numeric) FILTER (WHERE outcome IN (%2$d, %3$d)), 0) AS set_hash
            FROM ledger WHERE outcome IN (%1$d, %2$d, %3$d)
            GROUP BY tenant, signal""".formatted(Outcome.STORED.code(), Outcome.EXPIRED.code(), Outcome.ERASED.code());

    private StoredSets() {}

    /** Whether the database has the schema of a storage service. */
    static boolean isStore(Connection connection) throws SQLException {
        return hasTable(connection, "segment");
    }

    /** Whether that schema knows payloads that are sealed. */
    static boolean hasKeys(Connection connection) throws SQLException {
        return hasTable(connection, "tenant_key");
    }

    private static boolean hasTable(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND_TABLE)) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** The sums over the rows of the segments, as these state them. */
    static List<RecordSet> stated(Connection connection) throws SQLException {
        return isStore(connection) ? read(connection, SUM_SEGMENTS) : List.of();
    }

    /** Stored less expired and erased, by the ledger. */
    static List<RecordSet> accounted(Connection connection) throws SQLException {
        List<RecordSet> sets = new ArrayList<>(isStore(connection) ? read(connection, SUM_LEDGER) : List.of());
        sets.removeIf(set -> set.records() == 0 && set.setHash().equals(RecordSet.hex(0)));
        return sets;
    }

    private static List<RecordSet> read(Connection connection, String query) throws SQLException {
        List<RecordSet> sets = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                sets.add(RecordSet.of(row));
            }
        }
        sets.sort(RecordSet.ORDER);
        return sets;
    }
}
