package dev.quipu.operations.backup;

import dev.quipu.database.DatabaseDirectory;
import dev.quipu.database.DatabaseServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Replays the log on a copied data directory, with a server of its own on a free port. */
final class Recovery implements AutoCloseable {

    /** However long the log is. */
    private static final Duration PATIENCE = Duration.ofHours(24);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final String IS_PAUSED = "SELECT pg_get_wal_replay_pause_state() = 'paused'";
    private static final String IS_OVER = "SELECT NOT pg_is_in_recovery()";
    private static final String READ_HISTORY = """
            SELECT pg_read_file('pg_wal/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '.history')""";
    /** With an offset: when the server reads it, it knows no names of zones yet, not even Z. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

    /** PostgreSQL's words for a log that ends before the moment that was asked for. */
    private static final String ENDED_BEFORE = "recovery ended before configured recovery target was reached";

    private final DatabaseDirectory directory;
    private final Map<String, String> settings;
    private final int port;
    private DatabaseServer server;

    /**
     * @param directory with the files of a backup
     * @param settings of the server that the backup was made of
     * @param timelines that are followed to their target
     */
    Recovery(DatabaseDirectory directory, Map<String, String> settings, LogSources log, Timelines timelines)
            throws IOException {
        this.directory = directory;
        this.port = freePort();
        this.settings = new HashMap<>(settings);
        this.settings.putAll(Map.of(
                "restore_command",
                log.restoreCommand(),
                "recovery_target_timeline",
                Integer.toString(timelines.target()),
                // Settings of the lost server that were changed later do not matter then.
                "hot_standby",
                "off",
                "logging_collector",
                "off",
                "max_wal_size",
                "4GB",
                "shared_buffers",
                "256MB",
                // Who archives the new timeline begins where it left its parent.
                "wal_keep_size",
                "1GB"));
        this.server = server(Map.of());
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DatabaseServer server(Map<String, String> target) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(target);
        return new DatabaseServer(directory, port, PATIENCE, all);
    }

    Connection connect(String database) throws SQLException {
        return server.connect(database);
    }

    /** Replays to the place and stays there: what is stored can be read, and {@link #toTime} or {@link #toEnd} go on. */
    void pauseAt(String restorePoint) throws IOException, SQLException {
        run(
                Map.of("hot_standby", "on", "recovery_target_name", restorePoint, "recovery_target_action", "pause"),
                IS_PAUSED);
    }

    /**
     * Replays what was committed until then, and opens the database.
     *
     * @return whether the log goes on after that time; when not, all of it is replayed
     */
    boolean toTime(Instant time) throws IOException, SQLException {
        try {
            run(Map.of("recovery_target_time", TIME.format(time), "recovery_target_action", "promote"), IS_OVER);
            return true;
        } catch (IOException e) {
            if (!Files.readString(directory.serverLog()).contains(ENDED_BEFORE)) {
                throw e;
            }
            toEnd();
            return false;
        }
    }

    /** Replays all of the log, and opens the database. */
    void toEnd() throws IOException, SQLException {
        run(Map.of(), IS_OVER);
    }

    /** Where in the log an opened database goes its own way. */
    long stoppedAt() throws SQLException {
        try (Connection connection = server.connect(DatabaseServer.SUPERUSER);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ_HISTORY)) {
            row.next();
            List<Timelines.Fork> forks = Timelines.of(0, row.getString(1)).forks();
            return forks.get(forks.size() - 1).position();
        }
    }

    private void run(Map<String, String> target, String reached) throws IOException, SQLException {
        close();
        server = server(target);
        Files.write(directory.data().resolve("recovery.signal"), new byte[0]);
        server.startOnce();
        while (!holds(reached)) {
            if (server.pid().isEmpty()) {
                throw new IOException("recovery: expected PostgreSQL to reach " + target + ", it ended:\n" + logTail());
            }
            pause();
        }
    }

    private boolean holds(String condition) {
        try (Connection connection = server.connect(DatabaseServer.SUPERUSER);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(condition)) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException ended) {
            return false;
        }
    }

    private String logTail() throws IOException {
        Path log = directory.serverLog();
        String text = Files.exists(log) ? Files.readString(log) : "";
        return text.substring(Math.max(0, text.length() - 2000));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL was recovering", e);
        }
    }

    /** Stops the server, when one runs, after a checkpoint. */
    @Override
    public void close() throws IOException {
        if (server.pid().isPresent()) {
            server.stop();
        }
    }
}
