package dev.quipu.storage.database;

import dev.quipu.storage.StorageConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date before anything else runs. A database that goes away meanwhile is waited for: what was
 * begun is undone by then, and is done again. One that another version made ends the start with {@link RefusedDatabase}.
 */
@ApplicationScoped
public class Migration {

    private static final Logger LOG = Logger.getLogger(Migration.class);
    /** The scheduler begins at 0. */
    private static final int BEFORE_ALL_OTHERS = -1000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private final Flyway flyway;
    private final boolean isHeldToTenant;
    private final boolean isSpread;

    Migration(Flyway flyway, StorageConfig config) {
        this.flyway = flyway;
        this.isHeldToTenant = config.storage().rowLevelSecurity();
        this.isSpread = config.database().citus();
    }

    void migrate(@Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent started) {
        try {
            untilItLasts(flyway::migrate, PATIENCE, BETWEEN_ATTEMPTS);
            prepare("The tables could not be spread", isSpread ? Citus::spread : Citus::requireNotSpread);
            if (isHeldToTenant) {
                prepare(
                        "The role of tenants could not be prepared",
                        isSpread ? Citus::prepareTenantRole : TenantRole::prepare);
            }
        } catch (FlywayValidateException e) {
            throw new RefusedDatabase(refusal(e), e);
        }
    }

    private interface Step {
        void run(Connection connection) throws SQLException;
    }

    private void prepare(String failed, Step step) {
        untilItLasts(
                () -> {
                    try (Connection connection =
                            flyway.getConfiguration().getDataSource().getConnection()) {
                        step.run(connection);
                    } catch (SQLException e) {
                        throw new FlywayException(failed, e);
                    }
                },
                PATIENCE,
                BETWEEN_ATTEMPTS);
    }

    /** What was expected and what came; in Flyway's words where more differs than checksums. */
    private String refusal(FlywayValidateException failure) {
        String different = Arrays.stream(flyway.info().all())
                .filter(migration -> migration.isApplied() && !migration.isChecksumMatching())
                .map(migration -> "migration " + migration.getVersion() + " (" + migration.getDescription()
                        + "): expected checksum " + migration.getResolvedChecksum() + ", got "
                        + migration.getAppliedChecksum())
                .collect(Collectors.joining("; "));
        return "The database has another schema than this version of Quipu makes, and is left as it is. "
                + (different.isEmpty() ? String.valueOf(failure.getMessage()).replaceAll("\\s+", " ") : different)
                + ". Start the version that made it, or use another database.";
    }

    static void untilItLasts(Runnable migration, Duration patience, Duration between) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                migration.run();
                return;
            } catch (FlywayException e) {
                if (!isWorthAnotherTry(e) || System.nanoTime() - end > 0) {
                    throw e;
                }
                LOG.warnf("The database was not brought up to date; trying again: %s", e.getMessage());
            }
            try {
                Thread.sleep(between.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the database was brought up to date", e);
            }
        }
    }

    /** By PostgreSQL's classes 08, connection exception, and 57, operator intervention. */
    static boolean isLostConnection(Throwable failure) {
        return hasStateOf(failure, "08", "57");
    }

    /** That, or class 40: rolled back for the sake of what the version at work had locked, as in a deadlock. */
    static boolean isWorthAnotherTry(Throwable failure) {
        return isLostConnection(failure) || hasStateOf(failure, "40");
    }

    private static boolean hasStateOf(Throwable failure, String... classes) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error
                    && error.getSQLState() != null
                    && Arrays.stream(classes).anyMatch(error.getSQLState()::startsWith)) {
                return true;
            }
        }
        return false;
    }
}
