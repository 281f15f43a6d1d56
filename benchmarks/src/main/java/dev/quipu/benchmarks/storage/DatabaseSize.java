package dev.quipu.benchmarks.storage;

import dev.quipu.benchmarks.machine.Loopback;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * What a PostgreSQL database takes on disk.
 *
 * @param tableBytes every table with its indexes and TOAST
 * @param walBytes write-ahead log written since the server was set up
 */
public record DatabaseSize(long tableBytes, long walBytes) {

    private static final String READ_SIZE = """
            SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint AS table_bytes,
                   (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint AS wal_bytes
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'm')
               AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            """;

    /** @param jdbcUrl {@code jdbc:postgresql://HOST:PORT/DATABASE?user=…}, of this machine */
    public static DatabaseSize read(String jdbcUrl, String password) throws SQLException {
        Loopback.require(URI.create(jdbcUrl.replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "")));
        Properties properties = new Properties();
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl, properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ_SIZE)) {
            row.next();
            return new DatabaseSize(row.getLong("table_bytes"), row.getLong("wal_bytes"));
        }
    }

    public DatabaseSize since(DatabaseSize earlier) {
        return new DatabaseSize(tableBytes - earlier.tableBytes, walBytes - earlier.walBytes);
    }
}
