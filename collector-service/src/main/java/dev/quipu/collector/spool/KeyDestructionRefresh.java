package dev.quipu.collector.spool;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.client.ListRefresh;
import dev.quipu.collector.client.StorageClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Destroys the spool's keys, where there is a sealed one, of tenants whose keys storage has destroyed. What the spool holds
 * is brought to storage from the first answer on.
 */
@Singleton
public final class KeyDestructionRefresh implements ListRefresh.Reader {

    private static final Logger LOG = Logger.getLogger(KeyDestructionRefresh.class);

    private final Optional<SpoolErasures> erasures;
    private final Spooling spooling;
    private final ListRefresh refresh;
    private String trouble = "";
    private volatile boolean isReleased;
    private boolean isWaitTold;

    @Inject
    public KeyDestructionRefresh(
            Vertx vertx, StorageClient storage, SpoolHome home, Spooling spooling, CollectorConfig config) {
        this.spooling = spooling;
        this.erasures = home.erasures().filter(SpoolErasures::areSealed);
        this.refresh = new ListRefresh(vertx, storage, () -> "/v1/encryption-keys/destroyed", config.refresh(), this);
    }

    public void start(@Observes StartupEvent event) {
        if (erasures.isPresent()) {
            refresh.start();
        }
    }

    @Override
    public boolean take(String json) {
        try {
            erasures.orElseThrow().destroyKeys(KeyDestruction.parse(json));
            trouble = "";
            return true;
        } catch (IOException | IllegalArgumentException e) {
            tell("Keys that storage has destroyed could not be destroyed in the spool, which is tried again: " + e);
            return false;
        } finally {
            release(); // also after a failure, which may last: storage drops what comes too late
        }
    }

    private void tell(String now) {
        if (!now.equals(trouble)) {
            trouble = now;
            LOG.error(now);
        }
    }

    /** A storage that is older than this service has no keys. */
    @Override
    public void noSuchDoor() {
        release();
    }

    @Override
    public void asked() {
        if (!isReleased && !isWaitTold) {
            isWaitTold = true;
            LOG.warn("Storage did not tell which keys are destroyed; what is spooled waits until it does");
        }
    }

    private void release() {
        isReleased = true;
        spooling.release();
    }

    public void stop(@Observes ShutdownEvent event) {
        refresh.stop();
    }
}
