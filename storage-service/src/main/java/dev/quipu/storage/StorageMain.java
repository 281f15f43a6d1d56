package dev.quipu.storage;

import dev.quipu.storage.audit.KeyFile;
import dev.quipu.storage.database.DatabaseUrls;
import dev.quipu.storage.database.EmbeddedDatabase;
import dev.quipu.storage.database.RefusedDatabase;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts the service. With {@code quarkus.datasource.reactive.url} set (or the environment variable
 * {@code QUARKUS_DATASOURCE_REACTIVE_URL}) it uses that PostgreSQL; without, it runs one of its own.
 */
@QuarkusMain
public final class StorageMain {

    private static final String REACTIVE_URL = "quarkus.datasource.reactive.url";
    private static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    private static final String SIGNING_KEY = "quipu.storage.audit.signing-key";
    private static final String ERASURE_LOG = "quipu.storage.erasure.log";
    private static final int APPLICATION_PROPERTIES_ORDINAL = 250;

    /** Longer than {@code quarkus.shutdown.timeout}. */
    private static final int MAX_SERVICE_STOP_SECONDS = 45;

    private static final Logger LOG = Logger.getLogger(StorageMain.class);

    private StorageMain() {}

    public static void main(String... args) throws IOException {
        SmallRyeConfig config = configBeforeStart();
        Optional<String> externalUrl = config.getOptionalValue(REACTIVE_URL, String.class);
        if (externalUrl.isPresent()) {
            if (config.getOptionalValue(JDBC_URL, String.class).isEmpty()) {
                System.setProperty(JDBC_URL, DatabaseUrls.jdbc(externalUrl.get()));
            }
            warnWithoutErasureLog(config);
            Quarkus.run(
                    null,
                    (exitCode, failure) -> {
                        logFailure(failure);
                        System.exit(exitCode);
                    },
                    args);
            return;
        }
        StorageConfig settings = config.getConfigMapping(StorageConfig.class);
        EmbeddedDatabase database = EmbeddedDatabase.start(settings.database());
        database.datasourceProperties().forEach(System::setProperty);
        keepBeside(settings);
        CountDownLatch serviceStopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> closeAfter(serviceStopped, database), "quipu-postgresql-stop"));
        Quarkus.run(
                null,
                (exitCode, failure) -> {
                    logFailure(failure);
                    serviceStopped.countDown();
                    System.exit(exitCode);
                },
                args);
    }

    private static void warnWithoutErasureLog(SmallRyeConfig config) {
        if (config.getOptionalValue(ERASURE_LOG, String.class).isEmpty()) {
            LOG.warnf(
                    "%s: expected a file, got none: a backup of this database that is restored brings back what was erased"
                            + " since",
                    ERASURE_LOG);
        }
    }

    /** What an installed database is told the place of, an embedded one has in its directory. */
    private static void keepBeside(StorageConfig settings) throws IOException {
        if (settings.storage().audit().signingKey().isEmpty()) {
            Path key = KeyFile.in(settings.database().directory());
            System.setProperty(SIGNING_KEY, key.toString());
        }
        if (settings.storage().erasure().log().isEmpty()) {
            Path log = settings.database().directory().resolve("erasures.jsonl");
            System.setProperty(ERASURE_LOG, log.toString());
        }
    }

    /** Quarkus leaves the log to whoever handles the end himself. */
    private static void logFailure(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedDatabase) {
                LOG.error(cause.getMessage());
                return;
            }
        }
        if (failure != null) {
            LOG.error("The service could not start", failure);
        }
    }

    /**
     * The database goes last: what the service has in flight needs it. A hook of its own, because the process ends with
     * its last hook, whatever its other threads still do.
     */
    private static void closeAfter(CountDownLatch serviceStopped, EmbeddedDatabase database) {
        try {
            if (!serviceStopped.await(MAX_SERVICE_STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The service has not stopped; PostgreSQL is stopped all the same");
            }
            database.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Quarkus' own configuration is not there yet: the same sources, read once more. */
    private static SmallRyeConfig configBeforeStart() throws IOException {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(StorageConfig.class)
                .withMappingIgnore("quipu.**")
                .withProfile(System.getProperty("quarkus.profile", "prod"));
        URL properties = Thread.currentThread().getContextClassLoader().getResource("application.properties");
        if (properties != null) {
            builder.withSources(new PropertiesConfigSource(properties, APPLICATION_PROPERTIES_ORDINAL));
        }
        return builder.build();
    }
}
