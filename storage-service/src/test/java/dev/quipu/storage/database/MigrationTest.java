package dev.quipu.storage.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

class MigrationTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final AtomicInteger attempts = new AtomicInteger();

    private void failing(String state, int times) {
        if (attempts.incrementAndGet() <= times) {
            throw new FlywayException("no", new SQLException("no", state));
        }
    }

    @Test
    void waitsForADatabaseThatWentAway() {
        Migration.untilItLasts(() -> failing("57P03", 2), LONG, SHORT);
        assertThat(attempts).hasValue(3);
    }

    @Test
    void doesNotWaitForEver() {
        assertThatThrownBy(() -> Migration.untilItLasts(() -> failing("08006", 1_000_000), SHORT, SHORT))
                .isInstanceOf(FlywayException.class);
    }

    @Test
    void aMigrationThatIsWrongIsNotTriedAgain() {
        assertThatThrownBy(() -> Migration.untilItLasts(() -> failing("42601", 1), LONG, SHORT))
                .isInstanceOf(FlywayException.class);
        assertThat(attempts).hasValue(1);
    }
}
