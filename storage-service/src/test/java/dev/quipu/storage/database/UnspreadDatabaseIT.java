package dev.quipu.storage.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.storage.fixture.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that is no part of a Citus cluster. */
class UnspreadDatabaseIT {

    @TempDir
    Path directory;

    @Test
    void isRefusedWhenTablesShallBeSpreadAndTakenWhenNot() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(TestDatabase.config(directory, TestDatabase.PORT + 9));
                Connection connection = connect(database.datasourceProperties())) {
            assertThatCode(() -> Citus.requireNotSpread(connection)).doesNotThrowAnyException();
            assertThatThrownBy(() -> Citus.spread(connection))
                    .isInstanceOf(RefusedDatabase.class)
                    .hasMessageStartingWith("quipu.database.citus=true: expected the extension citus 13 or later in the"
                            + " database, got none. Have a superuser run CREATE EXTENSION citus;");
        }
    }

    private static Connection connect(Map<String, String> properties) throws Exception {
        return DriverManager.getConnection(
                properties.get("quarkus.datasource.jdbc.url"),
                properties.get("quarkus.datasource.username"),
                properties.get("quarkus.datasource.password"));
    }
}
