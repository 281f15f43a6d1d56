package dev.quipu.collector.api;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.intake.Intake;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Ends the service without losing what it took: while the doors are still open, new requests are refused with a
 * retryable answer, what was taken becomes durable and is acknowledged, and what does not in time is refused.
 */
@Singleton
final class GracefulShutdown {

    private static final Logger LOG = Logger.getLogger(GracefulShutdown.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final OpenRequests open;
    private final Intake intake;
    private final Duration limit;

    @Inject
    GracefulShutdown(OpenRequests open, Intake intake, CollectorConfig config) {
        this.open = open;
        this.intake = intake;
        this.limit = config.drainTimeout();
    }

    /** Runs before anything is stopped, on the thread that shuts down. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        open.close();
        try {
            intake.drain(limit);
            if (!open.awaitNone(LAST_WORDS)) {
                LOG.warn("Some senders did not take their answer before the end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
