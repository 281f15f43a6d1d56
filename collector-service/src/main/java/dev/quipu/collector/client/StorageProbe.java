package dev.quipu.collector.client;

import dev.quipu.collector.CollectorConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Asks storage whether it is ready, again and again, unless traffic has just shown that it is. */
@Singleton
final class StorageProbe {

    private final Vertx vertx;
    private final StorageClient storage;
    private final StorageReachability reachability;
    private final Duration interval;
    private long timer;

    @Inject
    StorageProbe(Vertx vertx, StorageClient storage, StorageReachability reachability, CollectorConfig config) {
        this.vertx = vertx;
        this.storage = storage;
        this.reachability = reachability;
        this.interval = config.probe().interval();
    }

    void start(@Observes StartupEvent event) {
        storage.askReady();
        timer = vertx.setPeriodic(interval.toMillis(), tick -> probe());
    }

    private void probe() {
        if (reachability
                .silence()
                .filter(silence -> silence.compareTo(interval) < 0)
                .isEmpty()) {
            storage.askReady();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }
}
