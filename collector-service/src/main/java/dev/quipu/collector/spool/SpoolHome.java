package dev.quipu.collector.spool;

import dev.quipu.access.encryption.EncryptionConfig;
import dev.quipu.access.encryption.MasterKeys;
import dev.quipu.collector.CollectorConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The spool of this collector, where one is configured; open as long as the process lives. */
@Singleton
public final class SpoolHome {

    private static final Logger LOG = Logger.getLogger(SpoolHome.class);

    private final CollectorConfig.Spool config;
    private final Optional<Spool> spool;
    private final Optional<SpoolErasures> erasures;
    private final String collector;

    /**
     * @throws IllegalArgumentException when there is to be a master key, and none can be read
     * @throws UncheckedIOException when the spool cannot be used, or what lies sealed in it cannot be opened
     */
    @Inject
    public SpoolHome(CollectorConfig collectorConfig, EncryptionConfig encryption) {
        config = collectorConfig.spool();
        Optional<MasterKeys> master = MasterKeys.of(encryption);
        spool = config.directory().map(directory -> work(() -> open(directory, master)));
        erasures = spool.map(opened -> work(() -> new SpoolErasures(opened)));
        collector = collectorConfig
                .scrape()
                .instance()
                .orElseGet(() -> spool.map(opened -> work(opened::owner))
                        .orElseGet(() -> UUID.randomUUID().toString()));
    }

    private Spool open(Path directory, Optional<MasterKeys> master) throws IOException {
        Spool.Bounds bounds = new Spool.Bounds(
                config.maxBytes().asLongValue(), config.fileBytes().asLongValue());
        return Spool.open(directory, bounds, channel -> channel.force(false), master);
    }

    private interface DiskWork<T> {
        T run() throws IOException;
    }

    private static <T> T work(DiskWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException("quipu.collector.spool.directory: " + e.getMessage(), e);
        }
    }

    CollectorConfig.Spool config() {
        return config;
    }

    Optional<Spool> spool() {
        return spool;
    }

    /** Takes out of the spool what is erased; empty when none is configured. */
    Optional<SpoolErasures> erasures() {
        return erasures;
    }

    /** The name under which storage knows what this collector holds; stays with the spool's directory. */
    String collector() {
        return collector;
    }

    @PreDestroy
    public void close() {
        spool.ifPresent(opened -> {
            try {
                opened.close();
            } catch (IOException e) {
                LOG.warn("The spool was not closed in order", e);
            }
        });
    }
}
