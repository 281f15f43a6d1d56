package dev.quipu.collector.quota;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.client.ListRefresh;
import dev.quipu.collector.client.StorageClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Keeps the quotas to those that storage has. */
@Singleton
public final class QuotaRefresh implements ListRefresh.Reader {

    private static final String NONE = "{\"quotas\":[]}";

    private final Quotas quotas;
    private final QuotaMeter meter;
    private final ListRefresh refresh;

    @Inject
    public QuotaRefresh(Vertx vertx, StorageClient storage, Quotas quotas, QuotaMeter meter, CollectorConfig config) {
        this.quotas = quotas;
        this.meter = meter;
        this.refresh = new ListRefresh(vertx, storage, () -> "/v1/quotas/all", config.refresh(), this);
    }

    public void start(@Observes StartupEvent event) {
        refresh.start();
    }

    @Override
    public void asking() {
        quotas.asking();
    }

    @Override
    public boolean take(String json) {
        quotas.take(json);
        meter.show();
        return true;
    }

    /** A storage that is older than this service has no quotas. */
    @Override
    public void noSuchDoor() {
        quotas.take(NONE);
        meter.show();
    }

    public void stop(@Observes ShutdownEvent event) {
        refresh.stop();
    }
}
