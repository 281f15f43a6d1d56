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

/** Asks storage for the rules, again and again, and has them taken over where that may block. */
@Singleton
public final class RuleRefresh {

    private final Vertx vertx;
    private final StorageClient storage;
    private final RedactionPlans plans;
    private final Duration interval;
    private volatile Optional<String> version = Optional.empty();
    private volatile boolean stopped;

    @Inject
    public RuleRefresh(Vertx vertx, StorageClient storage, RedactionPlans plans, CollectorConfig.Redaction config) {
        this.vertx = vertx;
        this.storage = storage;
        this.plans = plans;
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
            if (!stopped) {
                vertx.setTimer(Math.max(1, interval.toMillis()), due -> ask());
            }
        });
    }

    private Future<Void> take(RulesAnswer answer) {
        return switch (answer.kind()) {
            case TOLD ->
                vertx.<Void>executeBlocking(() -> {
                            plans.take(answer.json());
                            return null;
                        })
                        .onSuccess(taken -> version = answer.version());
            case SAME, UNAVAILABLE -> Future.succeededFuture();
            case NO_SUCH_DOOR -> {
                plans.takeNone();
                yield Future.succeededFuture();
            }
        };
    }

    public void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }
}
