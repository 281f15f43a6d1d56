package dev.quipu.benchmarks.rig.growth;

import dev.quipu.benchmarks.rig.cluster.Postgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tables and indexes of Quipu's PostgreSQL, asked past storage over one connection. For one thread. */
final class Relations implements AutoCloseable {

    private static final String READ_SIZES = """
            SELECT coalesce(pg_partition_root(c.oid)::oid, c.oid)::regclass::text AS relation,
                   sum(CASE c.relkind WHEN 'i' THEN pg_relation_size(c.oid) ELSE pg_table_size(c.oid) END)::bigint AS bytes
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'm', 'i')
               AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
             GROUP BY 1
             ORDER BY 2 DESC, 1
            """;

    private static final String COUNT_UNMERGED = "SELECT count(*) FROM segment WHERE level = 0 AND record_count > 0";

    private static final String READ_LOG_POSITION = "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint";

    private static final String READ_FSYNC =
            "SELECT current_setting('fsync') || ', ' || current_setting('synchronous_commit')";

    private final Connection connection;

    Relations(Postgres postgres) throws SQLException, IOException {
        connection = postgres.connect();
    }

    /** Bytes on disk by relation, the largest first. */
    Map<String, Long> sizes() throws SQLException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ_SIZES)) {
            while (row.next()) {
                sizes.put(row.getString("relation"), row.getLong("bytes"));
            }
        }
        return sizes;
    }

    /** Of all of them on disk. */
    long totalBytes() throws SQLException {
        return sizes().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Segments with records, as they were collected, which the background has not merged yet. */
    long unmergedSegments() throws SQLException {
        return Long.parseLong(read(COUNT_UNMERGED));
    }

    /** Bytes of write-ahead log since the server was set up. */
    long logBytes() throws SQLException {
        return Long.parseLong(read(READ_LOG_POSITION));
    }

    /** {@code fsync} and {@code synchronous_commit}. */
    String durability() throws SQLException {
        return read(READ_FSYNC);
    }

    private String read(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
