package dev.quipu.storage.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.storage.fixture.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service on a database that another version made. */
class RefusedDatabaseIT {

    private static final int DATABASE_PORT = TestDatabase.PORT + 6;
    private static final int HTTP_PORT = TestDatabase.PORT + 7;
    private static final int SECONDS = 120;

    @TempDir
    Path directory;

    private static String url(EmbeddedDatabase database) {
        return database.datasourceProperties().get("quarkus.datasource.jdbc.url");
    }

    private static String user(EmbeddedDatabase database) {
        return database.datasourceProperties().get("quarkus.datasource.username");
    }

    private static String password(EmbeddedDatabase database) {
        return database.datasourceProperties().get("quarkus.datasource.password");
    }

    /** The checksum that is in the database now. */
    private static int changeTheChecksum(EmbeddedDatabase database) throws SQLException {
        Flyway.configure()
                .dataSource(url(database), user(database), password(database))
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url(database), user(database), password(database));
                var rows = connection
                        .createStatement()
                        .executeQuery("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '2'"
                                + " RETURNING checksum")) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    private record Ended(int exitCode, List<String> output) {}

    private Ended start(Map<String, String> environment) throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(PackagedService.command(List.of(
                        "-Dquarkus.http.port=" + HTTP_PORT,
                        "-Dquarkus.management.port=" + (HTTP_PORT + 1),
                        "-Dquipu.database.directory=" + directory,
                        "-Dquipu.database.port=" + DATABASE_PORT)))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readAllLines(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    private static void assertTold(Ended ended, int checksum) {
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output().stream().filter(line -> line.contains(" ERROR ")))
                .as("%s", ended.output())
                .singleElement()
                .asString()
                .contains("migration 2 (catalog): expected checksum " + (checksum - 1) + ", got " + checksum);
    }

    @Test
    void isToldOnceAndEndsTheServiceWithOne() throws Exception {
        int checksum;
        try (EmbeddedDatabase database = EmbeddedDatabase.start(TestDatabase.config(directory, DATABASE_PORT))) {
            checksum = changeTheChecksum(database);
            assertTold(
                    start(Map.of(
                            "QUARKUS_DATASOURCE_REACTIVE_URL",
                            database.datasourceProperties().get("quarkus.datasource.reactive.url"),
                            "QUARKUS_DATASOURCE_USERNAME",
                            user(database),
                            "QUARKUS_DATASOURCE_PASSWORD",
                            password(database))),
                    checksum);
        }
        assertTold(start(Map.of()), checksum);
    }
}
