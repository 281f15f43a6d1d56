package dev.quipu.operations;

import dev.quipu.database.DatabaseDirectory;
import dev.quipu.database.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import picocli.CommandLine.Option;

/** Which PostgreSQL to ask. The password is in the environment, where no list of processes shows it. */
public final class JdbcPlace {

    private static final String SHOW_ALL_ROWS = "SET row_security = off";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "jdbc:postgresql://host:port/database; user and password of the role are read from"
                    + " QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD, or PGUSER and PGPASSWORD."
                    + " The embedded one, which must run, by default")
    private @Nullable String url;

    @Option(
            names = "--database-directory",
            paramLabel = "DIRECTORY",
            description = "quipu.database.directory of storage; the launcher names it")
    private @Nullable Path directory;

    @Option(names = "--user", paramLabel = "NAME", description = "in place of the environment's")
    private @Nullable String user;

    /** Of the embedded database, when the launcher named it and no URL is given. */
    public Optional<Path> directory() {
        return url == null ? Optional.ofNullable(directory) : Optional.empty();
    }

    /**
     * In a session that says so when row-level security hides rows from the role, where it would else show fewer.
     */
    public Connection connect() throws SQLException, IOException {
        Connection connection = url == null ? connectToEmbedded() : connect(url);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SHOW_ALL_ROWS);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection connect(String url) throws SQLException {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "--url: expected jdbc:postgresql://host:port/database, got '" + url + "'");
        }
        Properties properties = new Properties();
        Optional.ofNullable(user)
                .or(() -> environment("QUARKUS_DATASOURCE_USERNAME", "PGUSER"))
                .ifPresent(name -> PGProperty.USER.set(properties, name));
        environment("QUARKUS_DATASOURCE_PASSWORD", "PGPASSWORD")
                .ifPresent(password -> PGProperty.PASSWORD.set(properties, password));
        return DriverManager.getConnection(url, properties);
    }

    private Connection connectToEmbedded() throws SQLException, IOException {
        if (directory == null || !Files.isDirectory(directory.resolve("data"))) {
            throw new IllegalArgumentException("--url: expected jdbc:postgresql://host:port/database, got none, and"
                    + " there is no embedded database in " + directory);
        }
        DatabaseDirectory place = DatabaseDirectory.prepare(directory);
        int port = place.runningServer()
                .orElseThrow(() -> new IOException("expected a server in " + place.data() + ", none runs; ./quipu up"))
                .port();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/quipu", DatabaseServer.SUPERUSER, place.password());
    }

    private static Optional<String> environment(String first, String second) {
        return Optional.ofNullable(System.getenv(first)).or(() -> Optional.ofNullable(System.getenv(second)));
    }
}
