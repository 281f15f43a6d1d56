package dev.quipu.storage.database;

import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.database.DatabaseDirectory.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * A PostgreSQL of our own, as durable as an installed one: fsync on, data kept in its directory, bound to loopback
 * and closed to everyone without the generated password. It is watched: a server that died is started again, and
 * one that a killed process of ours left behind is adopted.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
    private static final String NAME = "quipu";
    private static final String SUPERUSER = "postgres";
    private static final int START_ATTEMPTS = 50;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    private final StorageConfig.Database config;
    private final DatabaseDirectory directory;
    private final ServerCommand commands;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "quipu-postgresql-watch");
        thread.setDaemon(true);
        return thread;
    });

    private EmbeddedDatabase(StorageConfig.Database config) throws IOException {
        this.config = config;
        this.directory = DatabaseDirectory.prepare(config.directory());
        this.commands = new ServerCommand(ServerBinaries.unpack(directory.binaries()), directory.serverLog());
    }

    /**
     * Starts or adopts the server, makes the database and begins to watch.
     *
     * @throws IOException when no server can be started in the directory
     */
    public static EmbeddedDatabase start(StorageConfig.Database config) throws IOException {
        EmbeddedDatabase database = new EmbeddedDatabase(config);
        database.initialise();
        database.startServerWithDatabase();
        long millis = config.watchInterval().toMillis();
        database.watch.scheduleWithFixedDelay(database::restartIfDead, millis, millis, TimeUnit.MILLISECONDS);
        return database;
    }

    /** The keys that point Quarkus' datasource here. */
    public Map<String, String> datasourceProperties() {
        String address = "postgresql://127.0.0.1:" + config.port() + "/" + NAME;
        return Map.of(
                "quarkus.datasource.reactive.url",
                address,
                "quarkus.datasource.jdbc.url",
                DatabaseUrls.jdbc(address),
                "quarkus.datasource.username",
                NAME,
                "quarkus.datasource.password",
                directory.password());
    }

    /** The process id of the server; empty while it is down. */
    public Optional<Long> serverPid() {
        return directory.runningServer().map(RunningServer::pid);
    }

    private void initialise() throws IOException {
        if (directory.isInitialised()) {
            return;
        }
        int exit = commands.run(
                config.startTimeout(),
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

    /** A server may be killed between its start and the first question. */
    private void startServerWithDatabase() throws IOException {
        for (int attempt = 1; ; attempt++) {
            startServer();
            try {
                createDatabase();
                return;
            } catch (SQLException e) {
                if (attempt == START_ATTEMPTS) {
                    throw new IOException("PostgreSQL: could not create the database " + NAME, e);
                }
            }
            pause();
        }
    }

    private synchronized void startServer() throws IOException {
        Optional<RunningServer> running = directory.runningServer();
        if (running.isPresent() && running.get().port() != config.port()) {
            stopServer();
        }
        directory.requirePassword();
        for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
            directory.clearAfterKill();
            if (directory.runningServer().isPresent() ? accepts() : launch()) {
                return;
            }
            pause();
        }
        throw new IOException("PostgreSQL: expected a server in " + directory.data() + " on port " + config.port()
                + ", none started, see " + directory.serverLog() + tailOfLog());
    }

    private boolean launch() throws IOException {
        int exit = commands.run(
                config.startTimeout(),
                "pg_ctl",
                "start",
                "--pgdata=" + directory.data(),
                "--wait",
                "--timeout=" + config.startTimeout().toSeconds(),
                "--options=" + serverOptions());
        return exit == 0;
    }

    /** Whether a server that was found running takes connections; one in recovery does not yet. */
    private boolean accepts() {
        try (Connection connection = connectAsSuperuser()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private String serverOptions() {
        Map<String, String> settings = Map.ofEntries(
                Map.entry("port", Integer.toString(config.port())),
                Map.entry("listen_addresses", "127.0.0.1"),
                Map.entry("unix_socket_directories", ""),
                Map.entry("fsync", "on"),
                Map.entry("synchronous_commit", "on"),
                Map.entry("shared_buffers", config.sharedBuffers()),
                Map.entry("max_wal_size", config.maxWalSize()),
                Map.entry("checkpoint_timeout", "15min"),
                Map.entry("wal_buffers", "16MB"),
                Map.entry("random_page_cost", "1.1"),
                Map.entry("max_parallel_workers_per_gather", "0"),
                Map.entry("max_connections", Integer.toString(config.maxConnections())),
                Map.entry("recovery_init_sync_method", directory.hasSyncfs() ? "syncfs" : "fsync"),
                Map.entry("idle_in_transaction_session_timeout", "60s"),
                Map.entry("logging_collector", "on"),
                Map.entry("log_directory", "log"),
                Map.entry("log_rotation_size", "10MB"));
        return settings.entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "='" + setting.getValue() + "'")
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private Connection connectAsSuperuser() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + config.port() + "/postgres", SUPERUSER, directory.password());
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + NAME + "'")) {
                statement.execute("CREATE ROLE " + NAME + " LOGIN PASSWORD '" + directory.password() + "'");
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
                statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private synchronized void restartIfDead() {
        if (directory.runningServer().isPresent() || watch.isShutdown()) {
            return;
        }
        LOG.errorf("PostgreSQL in %s is gone; starting it again", directory.data());
        try {
            startServer();
            LOG.infof("PostgreSQL runs again as process %d", serverPid().orElse(0L));
        } catch (IOException e) {
            LOG.error("PostgreSQL could not be started again; trying once more", e);
        }
    }

    private void stopServer() throws IOException {
        commands.run(
                config.startTimeout(),
                "pg_ctl",
                "stop",
                "--pgdata=" + directory.data(),
                "--mode=fast",
                "--wait",
                "--timeout=" + config.startTimeout().toSeconds());
    }

    private String tailOfLog() throws IOException {
        if (!Files.exists(directory.serverLog())) {
            return "";
        }
        String log = Files.readString(directory.serverLog());
        return ":\n" + log.substring(Math.max(0, log.length() - 1000));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL was starting", e);
        }
    }

    /** Stops the server after a checkpoint; returns when its process is gone. */
    @Override
    public synchronized void close() {
        watch.shutdownNow();
        try {
            stopServer();
        } catch (IOException e) {
            LOG.error("PostgreSQL could not be stopped", e);
        }
    }
}
