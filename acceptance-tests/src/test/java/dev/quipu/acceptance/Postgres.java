package dev.quipu.acceptance;

import dev.quipu.database.DatabaseDirectory;
import dev.quipu.database.DatabaseServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PostgreSQL of the test's own, prepared for storage as whoever runs one for it does. */
final class Postgres implements AutoCloseable {

    private static final String NAME = "quipu";
    private static final Duration START = Duration.ofSeconds(60);

    private final DatabaseServer server;

    Postgres(Path home, int port) {
        try {
            server = new DatabaseServer(
                    DatabaseDirectory.prepare(home),
                    port,
                    START,
                    Map.of("max_connections", "120", "shared_buffers", "128MB"));
            server.start();
            try (Connection connection = server.connect(DatabaseServer.SUPERUSER);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE " + NAME + " LOGIN PASSWORD '"
                        + server.directory().password() + "'");
                statement.execute("CREATE ROLE quipu_tenant NOLOGIN");
                statement.execute("GRANT quipu_tenant TO " + NAME);
                statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What storage is told of it. */
    Map<String, String> environment() {
        return Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                "postgresql://127.0.0.1:" + server.port() + "/" + NAME,
                "QUARKUS_DATASOURCE_USERNAME",
                NAME,
                "QUARKUS_DATASOURCE_PASSWORD",
                server.directory().password());
    }

    /** The first column of what a query finds, as text. */
    List<String> texts(String query) {
        try (Connection connection = server.connect(NAME);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String query) {
        return Long.parseLong(texts(query).get(0));
    }

    /** Runs a script as the owner of the database. */
    void run(String script) {
        try (Connection connection = server.connect(NAME);
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + NAME);
            statement.execute(script);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has the numbers of transactions go on from there. */
    void passTransactions(long number) {
        try (Connection connection = server.connect(NAME);
                PreparedStatement next = connection.prepareStatement("SELECT pg_current_xact_id()::text::bigint")) {
            long last = 0;
            while (last <= number) {
                try (ResultSet row = next.executeQuery()) {
                    row.next();
                    last = row.getLong(1);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
