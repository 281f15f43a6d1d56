package dev.quipu.collector.redaction;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.client.RulesAnswer;
import dev.quipu.collector.client.StorageClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks storage for the rules, again and again, and has them taken over where that may block. */
@Singleton
public final class RuleRefresh {

    private static final Logger LOG = Logger.getLogger(RuleRefresh.class);

    private final Vertx vertx;
    private final StorageClient storage;
    private final RedactionPlans plans;
    private final RedactionMeter meter;
    private final Duration interval;
    private volatile Optional<String> version = Optional.empty();
    private volatile boolean toldOfNoDoor;
    private volatile boolean stopped;

    @Inject
    public RuleRefresh(
            Vertx vertx,
            StorageClient storage,
            RedactionPlans plans,
            RedactionMeter meter,
            CollectorConfig.Redaction config) {
        this.vertx = vertx;
        this.storage = storage;
        this.plans = plans;
        this.meter = meter;
        this.interval = config.refresh();
    }

    public void start(@Observes StartupEvent event) {
        if (plans.enabled()) {
            ask();
        }
    }

    /** One question at a time: the next is asked a pause after the answer. */
    private void ask() {
        storage.redactionRules(version).compose(this::take).onComplete(taken -> {
            meter.retain(plans::hasRule);
            if (!stopped) {
                vertx.setTimer(Math.max(1, interval.toMillis()), due -> ask());
            }
        });
    }

    private Future<Void> take(RulesAnswer answer) {
        return switch (answer.kind()) {
            case TOLD -> {
                toldOfNoDoor = false;
                yield vertx.executeBlocking(() -> plans.take(answer.json()))
                        .onSuccess(settled -> version = settled ? answer.version() : Optional.empty())
                        .mapEmpty();
            }
            case SAME, UNAVAILABLE -> Future.succeededFuture();
            case NO_SUCH_DOOR -> {
                tellOfNoDoor();
                yield Future.succeededFuture();
            }
        };
    }

    /** Not that there are no rules: a proxy that was set up wrong says the same. */
    private void tellOfNoDoor() {
        if (!toldOfNoDoor) {
            toldOfNoDoor = true;
            LOG.errorf(
                    "GET /v1/redaction-rules/all: expected storage's rules, got 404; %s. Storage is to be upgraded before"
                            + " collectors; is quipu.storage.url its address?",
                    plans.known() ? "those that are known stay" : "records are refused");
        }
    }

    public void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }
}
