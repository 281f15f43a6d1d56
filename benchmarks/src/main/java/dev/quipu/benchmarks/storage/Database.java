package dev.quipu.benchmarks.storage;

import dev.quipu.benchmarks.machine.Loopback;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** The PostgreSQL under storage, asked for sizes only. */
public final class Database {

    /**
     * What a database takes on disk.
     *
     * @param tableBytes every table with its indexes and TOAST
     * @param walBytes write-ahead log written since the server was set up
     */
    public record Size(long tableBytes, long walBytes) {

        public Size since(Size earlier) {
            return new Size(tableBytes - earlier.tableBytes, walBytes - earlier.walBytes);
        }
    }

    /**
     * Longer than storage lets the last small segments wait for company ({@code quipu.storage.compaction.max-age}): they
     * lie at the end of their file, which cannot shrink before they are merged too.
     */
    private static final int SETTLED_SECONDS = 150;

    private static final String READ_SIZE = """
            SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint AS table_bytes,
                   (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint AS wal_bytes
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'm')
               AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            """;

    private final String jdbcUrl;
    private final String password;

    /**
     * @param jdbcUrl {@code jdbc:postgresql://HOST:PORT/DATABASE?user=…}, of this machine
     * @param password may be empty
     */
    Database(String jdbcUrl, String password) {
        Loopback.require(URI.create(jdbcUrl.replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "")));
        this.jdbcUrl = jdbcUrl;
        this.password = password;
    }

    public Size size() {
        Properties properties = new Properties();
        properties.setProperty("password", password);
        try (Connection connection = DriverManager.getConnection(jdbcUrl, properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ_SIZE)) {
            row.next();
            return new Size(row.getLong("table_bytes"), row.getLong("wal_bytes"));
        } catch (SQLException e) {
            throw new IllegalStateException("database: its size could not be read", e);
        }
    }

    /** Waits until the tables have kept their size for a while, as they do when compaction and vacuum are done. */
    public void awaitSettled(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long bytes = size().tableBytes();
        int unchanged = 0;
        while (unchanged < SETTLED_SECONDS && System.nanoTime() < deadline) {
            TimeUnit.SECONDS.sleep(1);
            long now = size().tableBytes();
            unchanged = now == bytes ? unchanged + 1 : 0;
            bytes = now;
        }
    }
}
