package dev.quipu.analysis.alert;

import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.client.AlertClient;
import dev.quipu.analysis.client.ClaimedNotice;
import dev.quipu.analysis.client.WebhookClient;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Delivers notices of alerts to webhooks. Laws: 1. a notice is delivered until the receiver takes it with a status of 2xx,
 * or it was tried for about a day; 2. each has an id of its own, the same at each attempt, by which a receiver knows one that
 * comes again because this service was killed before it could say that it was taken; 3. one receiver in trouble holds up no
 * other.
 */
@ApplicationScoped
public class NoticeDelivery {

    private static final Logger LOG = Logger.getLogger(NoticeDelivery.class);

    private static final int AT_ONCE = 4;
    private static final int PER_TICK = 50;

    /** Longer than all that one tick delivers may take. */
    private static final Duration LEASE = Duration.ofMinutes(5);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);
    private static final int MAX_ATTEMPTS = 34;
    private static final int GONE = 410;

    private final AlertClient alerts;
    private final WebhookClient webhooks;
    private final AnalysisConfig.Alerts config;

    NoticeDelivery(AlertClient alerts, WebhookClient webhooks, AnalysisConfig config) {
        this.alerts = alerts;
        this.webhooks = webhooks;
        this.config = config.analysis().alerts();
    }

    @Scheduled(
            every = "{quipu.analysis.alerts.delivery-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        return config.enabled()
                ? deliver()
                        .onFailure()
                        .invoke(failure -> LOG.warnf("Notices are delivered later: %s", failure.getMessage()))
                        .onFailure()
                        .recoverWithNull()
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> deliver() {
        return alerts.claim(PER_TICK, LEASE)
                .onItem()
                .transformToMulti(notices -> Multi.createFrom().iterable(notices))
                .onItem()
                .transformToUni(this::deliver)
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Boolean> deliver(ClaimedNotice notice) {
        Instant now = Instant.now();
        String id = "notice-" + notice.id();
        Map<String, String> headers = notice.secret()
                .map(secret -> WebhookSignature.headers(id, now, notice.payload(), secret))
                .orElseGet(() -> WebhookSignature.headers(id, now));
        return webhooks.post(notice.url(), headers, notice.payload())
                .onItem()
                .transformToUni(status -> status / 100 == 2
                        ? alerts.delivered(notice)
                        : failed(notice, "status " + status, status == GONE))
                .onFailure(WebhookClient.UndeliveredException.class)
                .recoverWithUni(trouble -> failed(notice, String.valueOf(trouble.getMessage()), false))
                .replaceWith(true)
                .onFailure()
                .invoke(failure -> LOG.warnf("What became of %s is not written: %s", notice, failure.getMessage()))
                .onFailure()
                .recoverWithItem(false);
    }

    private Uni<Void> failed(ClaimedNotice notice, String reason, boolean isForGood) {
        Optional<Duration> retry = isForGood ? Optional.empty() : retryAfter(notice.attempt());
        if (retry.isEmpty()) {
            LOG.warnf("The %s is given up after %d attempts: %s", notice, notice.attempt(), reason);
        }
        return alerts.failed(notice, reason, retry);
    }

    /** Each time twice as long, up to an hour; empty after the last attempt. */
    static Optional<Duration> retryAfter(int attempt) {
        if (attempt >= MAX_ATTEMPTS) {
            return Optional.empty();
        }
        Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(Math.max(attempt, 1) - 1, 20));
        return Optional.of(doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY);
    }
}
