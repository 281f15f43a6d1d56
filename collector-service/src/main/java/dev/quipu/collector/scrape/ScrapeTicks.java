package dev.quipu.collector.scrape;

import dev.quipu.collector.CollectorConfig;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Lets the scraper look for targets and renew its leases while the service runs, and stop before the doors do. */
@Singleton
final class ScrapeTicks {

    private static final Logger LOG = Logger.getLogger(ScrapeTicks.class);
    private static final int BEFORE_THE_DOORS = 100;
    private static final long GIVE_BACK_MILLIS = 1000;
    /** A tick is a second: a shorter lease could run out between two. */
    private static final Duration MIN_LEASE = Duration.ofSeconds(3);

    private final Scraper scraper;
    private final Duration lease;

    @Inject
    ScrapeTicks(Scraper scraper, CollectorConfig config) {
        this.scraper = scraper;
        this.lease = config.scrape().lease();
    }

    void start(@Observes StartupEvent event) {
        if (lease.compareTo(MIN_LEASE) < 0) {
            throw new IllegalArgumentException("quipu.collector.scrape.lease: expected at least "
                    + MIN_LEASE.toSeconds() + " s, got " + lease.toMillis() + " ms");
        }
    }

    @Scheduled(identity = "look for targets", every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void discover() {
        scraper.discover();
    }

    @Scheduled(identity = "renew leases of targets", every = "1s")
    void renew() {
        scraper.renew();
    }

    void stop(@Observes @Priority(BEFORE_THE_DOORS) ShutdownDelayInitiatedEvent event) {
        try {
            scraper.stop().toCompletionStage().toCompletableFuture().get(GIVE_BACK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The leases of targets could not be given back; they run out by themselves");
        }
    }
}
