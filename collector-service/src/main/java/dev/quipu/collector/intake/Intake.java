package dev.quipu.collector.intake;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.quota.PointRemoval;
import dev.quipu.collector.quota.Quotas;
import dev.quipu.collector.quota.SeriesVerdict;
import dev.quipu.model.Signal;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.redaction.RedactionPlan;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Takes whole requests and answers each once its records are durable, or cannot be. Every offer is answered within the
 * configured time, and its bytes are given back once no segment needs them. Any thread; futures complete on any thread
 * and never fail.
 */
@Singleton
public final class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);

    /** How long what is left at the end may take to be over. */
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final CollectorConfig config;
    private final IntakeThreads threads;
    private final Flights flights;
    private final RequestRedaction redaction;
    private final Quotas quotas;
    private final Map<Lane.Name, Lane> lanes = new ConcurrentHashMap<>();
    private final OpenCount open = new OpenCount();
    private volatile boolean closing;

    @Inject
    public Intake(
            CollectorConfig config, IntakeThreads threads, Flights flights, RequestRedaction redaction, Quotas quotas) {
        this.config = config;
        this.threads = threads;
        this.flights = flights;
        this.redaction = redaction;
        this.quotas = quotas;
    }

    public Future<Answer> offer(Offer offer) {
        Promise<Answer> answer = Promise.promise();
        threads.execute(() -> admit(offer, answer));
        return answer.future();
    }

    /**
     * Refuses what is new, sends what waits, and blocks until all of it is durable or the time is over; then the rest
     * is refused.
     */
    public void drain(Duration limit) throws InterruptedException {
        closing = true;
        lanes.values().forEach(Lane::flush);
        if (!open.awaitNone(limit)) {
            LOG.warnf("Not everything was durable %d ms into the shutdown; the rest is refused", limit.toMillis());
        }
        flights.close();
        open.awaitNone(CLOSING);
        flights.account().flush(CLOSING);
    }

    /** Requests that wait for their outcome, or whose segments do. */
    int heldRequests() {
        return open.open();
    }

    private void admit(Offer offer, Promise<Answer> answer) {
        if (closing) {
            refuse(offer, answer, Answer.refused(Refusal.SHUTTING_DOWN));
            return;
        }
        Optional<RedactionPlan> plan = redaction.plan(offer);
        if (plan.isEmpty()) {
            refuse(offer, answer, Answer.refused(Refusal.UNREDACTED));
            return;
        }
        try {
            admit(offer, plan.get(), answer);
        } catch (OtlpFormatException e) {
            refuse(offer, answer, Answer.unreadable(plan.get().message(String.valueOf(e.getMessage()))));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("A request could not be taken in", e);
            refuse(offer, answer, Answer.refused(Refusal.FAILED));
        }
    }

    private void admit(Offer offer, RedactionPlan plan, Promise<Answer> answer) {
        Optional<Converted> converted = offer.conversion()
                .map(conversion -> conversion.convert(offer.body(), offer.length()))
                .map(whole -> whole.withMessage(plan.message(whole.message())));
        byte[] body = converted.map(Converted::protobuf).orElse(offer.body());
        int length = converted.isPresent() ? body.length : offer.length();
        Optional<Quotas.Excess> excess = quotas.take(offer.tenant(), offer.signal(), body, length);
        SeriesVerdict series = excess.isEmpty() && offer.signal() == Signal.METRICS
                ? quotas.takeSeries(
                        offer.tenant(), plan, body, length, config.records().maxPerRequest())
                : SeriesVerdict.PASSES;
        excess = excess.or(series::excess);
        if (excess.isPresent()) {
            refuse(offer, excess.get(), answer);
            return;
        }
        RecordRequest request = request(offer, body, length);
        if (series.refused().isEmpty()) {
            enter(offer, redaction.under(plan, request), converted, answer);
        } else {
            PointRemoval.Rest rest = PointRemoval.apply(body, length, series.refused());
            offer.conversion().ifPresent(conversion -> conversion.left(rest));
            Converted kept = converted.orElseGet(() -> Converted.whole(body)).without(rest);
            enter(
                    offer,
                    redaction.under(plan, with(request, kept.protobuf(), rest.points())),
                    Optional.of(kept),
                    answer);
        }
    }

    private void enter(Offer offer, RecordRequest request, Optional<Converted> converted, Promise<Answer> answer) {
        boolean isOther = request.body() != offer.body();
        if (isOther && !offer.reservation().exchange(request.length())) {
            refuse(offer, answer, Answer.refused(Refusal.OVERLOADED));
            return;
        }
        enter(new Lane.Name(offer.tenant(), offer.signal()), hold(offer, request, converted, answer));
    }

    /** What may be said elsewhere about a tenant's records, without what it may quote of them. */
    public String message(String tenant, Signal signal, String text) {
        return redaction.message(tenant, signal, text);
    }

    private static RecordRequest request(Offer offer, byte[] body, int length) {
        RequestKey key = offer.idempotencyKey()
                .map(name -> RequestKey.ofIdempotencyKey(offer.tenant(), offer.signal(), name))
                .orElseGet(() -> RequestKey.ofBody(offer.tenant(), offer.signal(), body, length));
        return new RecordRequest(key, body, length, offer.numbering());
    }

    /** Known by what its sender sent all the same: its retry may find other places in the quota. */
    private static RecordRequest with(RecordRequest request, byte[] body, long leftOut) {
        return new RecordRequest(
                request.key(), body, body.length, request.numbering().map(number -> number.without(leftOut)));
    }

    private HeldRequest hold(
            Offer offer, RecordRequest request, Optional<Converted> converted, Promise<Answer> answer) {
        open.begin();
        Runnable over = () -> {
            redaction.count(offer.tenant(), request);
            offer.reservation().release();
            open.end();
        };
        return new HeldRequest(
                request,
                converted,
                answer,
                threads.alarm(config.ackTimeout(), () -> answer.tryComplete(Answer.refused(Refusal.UNCONFIRMED))),
                over);
    }

    private void enter(Lane.Name name, HeldRequest request) {
        lanes.compute(name, (same, present) -> {
            Lane lane = present == null
                    ? new Lane(name, config.segments(), flights::linger, threads, this::depart)
                    : present;
            lane.add(request);
            return lane;
        });
    }

    private void depart(Lane lane, List<HeldRequest> group) {
        flights.depart(lane, group).onComplete(landed -> {
            lane.landed(group);
            lanes.computeIfPresent(lane.name(), (name, present) -> present.isIdle() ? null : present);
        });
    }

    /** What it held is given back before the ledger is told: a tenant at its quota keeps no room from others. */
    private void refuse(Offer offer, Quotas.Excess excess, Promise<Answer> answer) {
        offer.reservation().release();
        Refusal refusal = switch (excess.limit()) {
            case RECORDS_PER_SECOND -> Refusal.QUOTA_RECORDS;
            case BYTES_PER_DAY -> Refusal.QUOTA_BYTES;
            case SERIES_PER_DAY -> Refusal.QUOTA_SERIES;
        };
        flights.account()
                .refused(new Lane.Name(offer.tenant(), offer.signal()), refusal, excess.records())
                .onSuccess(counted -> answer.tryComplete(Answer.overQuota(refusal, excess.untilFree())));
    }

    private static void refuse(Offer offer, Promise<Answer> answer, Answer reason) {
        offer.reservation().release();
        answer.tryComplete(reason);
    }
}
