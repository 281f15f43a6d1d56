package dev.quipu.operations.proof;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A place in the write-ahead log, and exactly what is stored there.
 *
 * @param name what recovery can be told to stop at
 * @param position in PostgreSQL's notation
 * @param at when it was made, ISO 8601
 */
public record RestorePoint(String name, String position, String at, List<RecordSet> sets) {

    private static final String WAIT_FOR_WRITERS = """
            SET LOCAL lock_timeout = '60s';
            LOCK TABLE segment IN SHARE MODE""";

    public RestorePoint {
        sets = List.copyOf(sets);
    }

    /**
     * Makes one. Writers of segments wait meanwhile: as long as it takes to add up one row for each segment.
     *
     * @throws SQLException when the role may not create restore points, or writers do not end within a minute
     */
    public static RestorePoint create(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            if (StoredSets.isStore(connection)) {
                statement.execute(WAIT_FOR_WRITERS);
            }
            List<RecordSet> sets = StoredSets.stated(connection);
            String name = "quipu-" + now.toString().replace(":", "");
            try (ResultSet row = statement.executeQuery("SELECT pg_create_restore_point('" + name + "')::text")) {
                row.next();
                return new RestorePoint(name, row.getString(1), now.toString(), sets);
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
