package dev.quipu.collector.redaction;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.client.ListRefresh;
import dev.quipu.collector.client.StorageClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Keeps the plans to the rules that storage has. */
@Singleton
public final class RuleRefresh implements ListRefresh.Reader {

    private static final Logger LOG = Logger.getLogger(RuleRefresh.class);
    private static final String PATH = "/v1/redaction-rules/all";

    private final RedactionPlans plans;
    private final RedactionMeter meter;
    private final ListRefresh refresh;
    private volatile boolean toldOfNoDoor;

    @Inject
    public RuleRefresh(
            Vertx vertx,
            StorageClient storage,
            RedactionPlans plans,
            RedactionMeter meter,
            CollectorConfig.Redaction config) {
        this.plans = plans;
        this.meter = meter;
        this.refresh = new ListRefresh(vertx, storage, () -> PATH, config.refresh(), this);
    }

    public void start(@Observes StartupEvent event) {
        if (plans.enabled()) {
            refresh.start();
        }
    }

    @Override
    public boolean take(String json) {
        toldOfNoDoor = false;
        return plans.take(json);
    }

    /** Not that there are no rules: a proxy that was set up wrong says the same. */
    @Override
    public void noSuchDoor() {
        if (!toldOfNoDoor) {
            toldOfNoDoor = true;
            LOG.errorf(
                    "GET %s: expected storage's rules, got 404; %s. Storage is to be upgraded before collectors; is"
                            + " quipu.storage.url its address?",
                    PATH, plans.known() ? "those that are known stay" : "records are refused");
        }
    }

    @Override
    public void asked() {
        meter.retain(plans::hasRule);
    }

    public void stop(@Observes ShutdownEvent event) {
        refresh.stop();
    }
}
