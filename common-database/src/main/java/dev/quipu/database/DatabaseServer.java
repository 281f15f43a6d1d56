package dev.quipu.database;

import dev.quipu.database.DatabaseDirectory.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postgresql.PGProperty;

/**
 * The PostgreSQL server of a {@link DatabaseDirectory}, as durable as an installed one: fsync on, bound to loopback and
 * closed to everyone without the generated password. What a killed process of ours left behind is adopted or cleared.
 */
public final class DatabaseServer {

    public static final String SUPERUSER = "postgres";

    private static final int START_ATTEMPTS = 50;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    private final DatabaseDirectory directory;
    private final int port;
    private final Duration startTimeout;
    private final Map<String, String> settings;
    private final ServerCommand commands;

    /**
     * Unpacks the server's programs when they are not there; starts nothing.
     *
     * @param startTimeout how long it may take until it accepts connections, recovery included
     * @param settings of PostgreSQL, in its notation; they win over ours
     */
    public DatabaseServer(DatabaseDirectory directory, int port, Duration startTimeout, Map<String, String> settings)
            throws IOException {
        this.directory = directory;
        this.port = port;
        this.startTimeout = startTimeout;
        this.settings = new TreeMap<>(ours());
        this.settings.putAll(settings);
        this.commands = new ServerCommand(ServerBinaries.unpack(directory.binaries()), directory.serverLog());
    }

    private Map<String, String> ours() {
        return Map.ofEntries(
                Map.entry("port", Integer.toString(port)),
                Map.entry("listen_addresses", "127.0.0.1"),
                Map.entry("unix_socket_directories", ""),
                Map.entry("fsync", "on"),
                Map.entry("synchronous_commit", "on"),
                Map.entry("wal_level", "replica"),
                Map.entry("recovery_init_sync_method", directory.hasSyncfs() ? "syncfs" : "fsync"),
                Map.entry("logging_collector", "on"),
                Map.entry("log_directory", "log"),
                Map.entry("log_rotation_size", "10MB"));
    }

    public DatabaseDirectory directory() {
        return directory;
    }

    public int port() {
        return port;
    }

    /** The process id of the server; empty while it is down. */
    public Optional<Long> pid() {
        return directory.runningServer().map(RunningServer::pid);
    }

    /**
     * Returns when the server takes connections: one that runs already, or a new one.
     *
     * @throws IOException when no server can be started in the directory
     */
    public void start() throws IOException {
        start(START_ATTEMPTS);
    }

    /** The same, but a server that ends while it starts is not tried again. */
    public void startOnce() throws IOException {
        start(1);
    }

    private synchronized void start(int attempts) throws IOException {
        initialise();
        Optional<RunningServer> running = directory.runningServer();
        if (running.isPresent() && running.get().port() != port) {
            stop();
        }
        directory.requirePassword();
        for (int attempt = 1; attempt <= attempts; attempt++) {
            directory.clearAfterKill();
            if (directory.runningServer().isPresent() ? accepts() : launch()) {
                return;
            }
            pause();
        }
        throw new IOException("PostgreSQL: expected a server in " + directory.data() + " on port " + port
                + ", none started, see " + directory.serverLog() + tailOfLog());
    }

    private void initialise() throws IOException {
        if (directory.isInitialised()) {
            return;
        }
        directory.requireNothingToRestore();
        int exit = commands.run(
                startTimeout,
                "initdb",
                "--pgdata=" + directory.data(),
                "--username=" + SUPERUSER,
                "--pwfile=" + directory.passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF-8",
                "--locale=C.UTF-8",
                "--data-checksums");
        if (exit != 0) {
            throw new IOException(
                    "PostgreSQL: initdb exited with " + exit + ", see " + directory.serverLog() + tailOfLog());
        }
    }

    private boolean launch() throws IOException {
        int exit = commands.run(
                startTimeout,
                "pg_ctl",
                "start",
                "--pgdata=" + directory.data(),
                "--wait",
                "--timeout=" + startTimeout.toSeconds(),
                "--options=" + serverOptions());
        return exit == 0;
    }

    /** Whether a server that was found running takes connections; one in recovery may not yet. */
    private boolean accepts() {
        try (Connection connection = connect(SUPERUSER)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** A shell reads them. */
    private String serverOptions() {
        return settings.entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "=" + Shell.quoted(setting.getValue()))
                .collect(Collectors.joining(" "));
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** As the superuser. What is changed there waits for no archive. */
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, SUPERUSER);
        PGProperty.PASSWORD.set(properties, directory.password());
        PGProperty.OPTIONS.set(properties, "-c synchronous_commit=local");
        return DriverManager.getConnection(url(database), properties);
    }

    /** Stops the server after a checkpoint; returns when its process is gone. */
    public void stop() throws IOException {
        commands.run(
                startTimeout,
                "pg_ctl",
                "stop",
                "--pgdata=" + directory.data(),
                "--mode=fast",
                "--wait",
                "--timeout=" + startTimeout.toSeconds());
    }

    private String tailOfLog() throws IOException {
        if (!Files.exists(directory.serverLog())) {
            return "";
        }
        String log = Files.readString(directory.serverLog());
        return ":\n" + log.substring(Math.max(0, log.length() - 1000));
    }

    static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL was starting", e);
        }
    }
}
