package dev.quipu.storage.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseUrlsTest {

    @Test
    void turnsReactiveUrlsIntoJdbcOnes() {
        assertThat(DatabaseUrls.jdbc("postgresql://db:5432/quipu")).isEqualTo("jdbc:postgresql://db:5432/quipu");
        assertThat(DatabaseUrls.jdbc("vertx-reactive:postgresql://db/quipu?sslmode=require"))
                .isEqualTo("jdbc:postgresql://db/quipu?sslmode=require");
        assertThat(DatabaseUrls.jdbc("postgres://db/quipu")).isEqualTo("jdbc:postgresql://db/quipu");
    }

    @Test
    void refusesOtherDatabases() {
        assertThatThrownBy(() -> DatabaseUrls.jdbc("mysql://db/quipu"))
                .hasMessageContaining("expected postgresql://host:port/database, got 'mysql://db/quipu'");
    }
}
