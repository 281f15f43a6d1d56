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

/** Has erased in the spool, where there is one, what storage has erased. */
@Singleton
public final class SpoolErasureRefresh implements ListRefresh.Reader {

    private static final Logger LOG = Logger.getLogger(SpoolErasureRefresh.class);

    private final Optional<SpoolErasures> erasures;
    private final ListRefresh refresh;
    private String trouble = "";

    @Inject
    public SpoolErasureRefresh(Vertx vertx, StorageClient storage, SpoolHome home, CollectorConfig config) {
        this.erasures = home.erasures();
        this.refresh = new ListRefresh(
                vertx,
                storage,
                () -> "/v1/erasures/all?after="
                        + erasures.map(SpoolErasures::done).orElse(0L),
                config.refresh(),
                this);
    }

    public void start(@Observes StartupEvent event) {
        if (erasures.isPresent()) {
            refresh.start();
        }
    }

    @Override
    public boolean take(String json) {
        try {
            boolean isAll = erasures.orElseThrow().erase(Erasure.parse(json));
            trouble = "";
            return isAll;
        } catch (IOException | IllegalArgumentException e) {
            tell("What storage has erased could not be erased in the spool, which is tried again: " + e);
            return false;
        }
    }

    private void tell(String now) {
        if (!now.equals(trouble)) {
            trouble = now;
            LOG.error(now);
        }
    }

    /** A storage that is older than this service erases nothing. */
    @Override
    public void noSuchDoor() {}

    public void stop(@Observes ShutdownEvent event) {
        refresh.stop();
    }
}
