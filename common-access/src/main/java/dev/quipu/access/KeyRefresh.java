package dev.quipu.access;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Asks again and again which keys there are, one question at a time, while keys are asked for. */
@Singleton
final class KeyRefresh {

    private static final Logger LOG = Logger.getLogger(KeyRefresh.class);

    /** A question without an answer holds up the next no longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final KeySource source;
    private final KeyRing ring;
    private final AccessConfig config;
    private volatile boolean isStopped;
    private volatile boolean isFailing;

    @Inject
    KeyRefresh(Vertx vertx, KeySource source, KeyRing ring, AccessConfig config) {
        this.vertx = vertx;
        this.source = source;
        this.ring = ring;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        if (config.authentication() == Authentication.KEYS) {
            ask();
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        isStopped = true;
    }

    private void ask() {
        source.keys().ifNoItem().after(PATIENCE).fail().subscribe().with(this::learned, this::failed);
    }

    private void learned(List<StoredKey> keys) {
        ring.replace(keys);
        if (isFailing) {
            LOG.info("API keys are known again");
        }
        isFailing = false;
        askLater();
    }

    private void failed(Throwable failure) {
        if (!isFailing && !isStopped) {
            LOG.warn("API keys cannot be had; those known so far hold", failure);
        }
        isFailing = true;
        askLater();
    }

    private void askLater() {
        if (!isStopped) {
            vertx.setTimer(config.refresh().toMillis(), fired -> ask());
        }
    }
}
