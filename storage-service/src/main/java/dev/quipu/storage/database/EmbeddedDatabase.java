package dev.quipu.storage.database;

import dev.quipu.database.DatabaseDirectory;
import dev.quipu.database.DatabaseServer;
import dev.quipu.database.WalArchiving;
import dev.quipu.storage.StorageConfig;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The PostgreSQL that storage runs itself. It is watched: a server that died is started again, and one that a killed
 * process of ours left behind is adopted. With an archive, nothing is committed before the archive has it, too.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
    private static final String NAME = "quipu";
    private static final int START_ATTEMPTS = 50;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    private final StorageConfig.Database config;
    private final DatabaseServer server;
    private final WalArchiving archiving;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "quipu-postgresql-watch");
        thread.setDaemon(true);
        return thread;
    });

    private EmbeddedDatabase(StorageConfig.Database config) throws IOException {
        this.config = config;
        this.server = new DatabaseServer(
                DatabaseDirectory.prepare(config.directory()), config.port(), config.startTimeout(), settings(config));
        this.archiving = new WalArchiving(server, config.archiveDirectory());
    }

    private static Map<String, String> settings(StorageConfig.Database config) {
        return Map.of(
                "shared_buffers", config.sharedBuffers(),
                "max_wal_size", config.maxWalSize(),
                "checkpoint_timeout", "15min",
                "wal_buffers", "16MB",
                "random_page_cost", "1.1",
                "max_parallel_workers_per_gather", "0",
                "max_connections", Integer.toString(config.maxConnections()),
                "idle_in_transaction_session_timeout", "60s");
    }

    /**
     * Starts or adopts the server, makes the database and begins to watch.
     *
     * @throws IOException when no server can be started in the directory
     */
    public static EmbeddedDatabase start(StorageConfig.Database config) throws IOException {
        EmbeddedDatabase database = new EmbeddedDatabase(config);
        database.startServerWithDatabase();
        long millis = config.watchInterval().toMillis();
        database.watch.scheduleWithFixedDelay(database::restartIfDead, millis, millis, TimeUnit.MILLISECONDS);
        return database;
    }

    /** The keys that point Quarkus' datasource here. */
    public Map<String, String> datasourceProperties() {
        return Map.of(
                "quarkus.datasource.reactive.url",
                "postgresql://127.0.0.1:" + config.port() + "/" + NAME,
                "quarkus.datasource.jdbc.url",
                server.url(NAME),
                "quarkus.datasource.username",
                NAME,
                "quarkus.datasource.password",
                server.directory().password());
    }

    /** The process id of the server; empty while it is down. */
    public Optional<Long> serverPid() {
        return server.pid();
    }

    /** A server may be killed between its start and the first question. */
    private void startServerWithDatabase() throws IOException {
        for (int attempt = 1; ; attempt++) {
            server.start();
            try {
                createDatabase();
                archiving.begin();
                return;
            } catch (SQLException e) {
                if (attempt == START_ATTEMPTS) {
                    throw new IOException("PostgreSQL: could not create the database " + NAME, e);
                }
            }
            pause();
        }
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = server.connect(DatabaseServer.SUPERUSER);
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + NAME + "'")) {
                statement.execute("CREATE ROLE " + NAME + " LOGIN PASSWORD '"
                        + server.directory().password() + "'");
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
                statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
            }
            for (String sql : TenantRole.statements(NAME)) {
                statement.execute(sql);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private synchronized void restartIfDead() {
        if (server.pid().isPresent() || watch.isShutdown()) {
            return;
        }
        LOG.errorf(
                "PostgreSQL in %s is gone; starting it again",
                server.directory().data());
        try {
            server.start();
            LOG.infof("PostgreSQL runs again as process %d", serverPid().orElse(0L));
        } catch (IOException e) {
            LOG.error("PostgreSQL could not be started again; trying once more", e);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL was starting", e);
        }
    }

    /** Stops the server after a checkpoint; returns when its process is gone, and the archive has what it wrote last. */
    @Override
    public synchronized void close() {
        watch.shutdownNow();
        try {
            server.stop();
        } catch (IOException e) {
            LOG.error("PostgreSQL could not be stopped", e);
        }
        archiving.close();
    }
}
