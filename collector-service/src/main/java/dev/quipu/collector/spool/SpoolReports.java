package dev.quipu.collector.spool;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.client.StorageAnswer;
import dev.quipu.collector.client.StorageClient;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Tells storage what this collector holds and storage does not, while it holds anything and once when it does no more. */
@Singleton
public final class SpoolReports {

    private final Vertx vertx;
    private final Spooling spooling;
    private final StorageClient storage;
    private final CollectorConfig config;
    private volatile boolean isKnownToHold = true;

    @Inject
    public SpoolReports(Vertx vertx, Spooling spooling, StorageClient storage, CollectorConfig config) {
        this.vertx = vertx;
        this.spooling = spooling;
        this.storage = storage;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        if (spooling.state().isPresent()) {
            vertx.setPeriodic(config.spool().reportInterval().toMillis(), tick -> report());
        }
    }

    private void report() {
        List<Holding> holdings = spooling.state().map(Spooling.State::holdings).orElse(List.of());
        if (holdings.isEmpty() && !isKnownToHold) {
            return;
        }
        storage.putSpool(spooling.collector(), body(holdings)).onSuccess(answer -> {
            if (answer.kind() == StorageAnswer.Kind.STORED) {
                isKnownToHold = !holdings.isEmpty();
            }
        });
    }

    private JsonObject body(List<Holding> holdings) {
        JsonArray list = new JsonArray();
        for (Holding holding : holdings) {
            list.add(new JsonObject()
                    .put("tenant", holding.tenant())
                    .put("signal", holding.signal().label())
                    .put("segments", holding.segments())
                    .put("records", holding.records())
                    .put("bytes", holding.bytes())
                    .put(
                            "oldest",
                            Instant.EPOCH.plusNanos(holding.oldestUnixNano()).toString()));
        }
        JsonObject body = new JsonObject().put("holdings", list);
        config.spool().advertisedUrl().ifPresent(url -> body.put("url", url));
        return body;
    }
}
