package dev.quipu.storage.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quipu.storage.fixture.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded server by itself: a directory and a port of its own. */
class EmbeddedDatabaseIT {

    private static final int PORT = TestDatabase.PORT + 5;
    private static final Duration WAIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        Map<String, String> keys = database.datasourceProperties();
        return DriverManager.getConnection(
                keys.get("quarkus.datasource.jdbc.url"),
                keys.get("quarkus.datasource.username"),
                keys.get("quarkus.datasource.password"));
    }

    private static String text(EmbeddedDatabase database, String query) throws SQLException {
        try (Connection connection = connect(database);
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Test
    void isDurableLockedAndSurvivesKillsAndRestarts() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(TestDatabase.config(directory, PORT))) {
            assertThat(text(database, "SHOW fsync")).isEqualTo("on");
            assertThat(text(database, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(text(database, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(text(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(Files.getPosixFilePermissions(directory.resolve("password")))
                    .hasSize(2);
            assertThatThrownBy(() -> DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + PORT + "/quipu", "quipu", "guess"))
                    .isInstanceOf(SQLException.class);
            try (Connection connection = connect(database)) {
                connection.createStatement().execute("CREATE TABLE kept AS SELECT 42 AS answer");
            }
            restartsAfterAKill(database);
        }
        EmbeddedDatabase leftBehind = EmbeddedDatabase.start(TestDatabase.config(directory, PORT));
        long pid = leftBehind.serverPid().orElseThrow();
        try (EmbeddedDatabase adopter = EmbeddedDatabase.start(TestDatabase.config(directory, PORT))) {
            assertThat(adopter.serverPid()).contains(pid);
            assertThat(text(adopter, "SELECT answer FROM kept")).isEqualTo("42");
            leftBehind.close();
        }
        assertThat(Files.exists(directory.resolve("data/postmaster.pid"))).isFalse();
    }

    private void restartsAfterAKill(EmbeddedDatabase database) {
        long killed = database.serverPid().orElseThrow();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        await().atMost(WAIT)
                .ignoreExceptions()
                .until(() -> database.serverPid().orElse(killed) != killed
                        && text(database, "SELECT answer FROM kept").equals("42"));
    }
}
