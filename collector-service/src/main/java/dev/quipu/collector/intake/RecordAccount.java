package dev.quipu.collector.intake;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.Outcome;
import dev.quipu.model.segment.RequestReading;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts what became of offered records: all of them in metrics, and those that no segment tells of also in storage's
 * ledger. Any thread.
 */
@Singleton
public final class RecordAccount {

    private static final String COLLECTED = "collected";

    private final MeterRegistry registry;
    private final UnstoredRecords unstored;
    private final DistributionSummary segmentBytes;
    private final Timer acknowledgement;

    @Inject
    public RecordAccount(MeterRegistry registry, Admission admission, UnstoredRecords unstored) {
        this.registry = registry;
        this.unstored = unstored;
        segmentBytes = DistributionSummary.builder("quipu.collector.segment.size")
                .description("Encoded size of the segments that were sealed")
                .baseUnit("bytes")
                .register(registry);
        acknowledgement = Timer.builder("quipu.collector.acknowledgement.duration")
                .description("Time from a request's last byte until its records were durable")
                .register(registry);
        Gauge.builder("quipu.collector.in.flight", admission, Admission::bytesInFlight)
                .description("Bytes of request bodies held at this moment")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("quipu.collector.waiting", admission, Admission::waiting)
                .description("Requests that wait for room for their bodies at this moment")
                .register(registry);
    }

    void sealed(int framedBytes) {
        segmentBytes.record(framedBytes);
    }

    /**
     * Durable, or durable before; its segment tells the ledger, except of records that no segment could hold.
     *
     * @return completes when the ledger knows of those as well, or storage is away
     */
    Future<Void> acknowledged(Lane.Name lane, HeldRequest request) {
        RequestReading reading = request.reading();
        count(lane.signal(), request.duplicate() ? Outcome.DUPLICATE.label() : COLLECTED, "", reading.accepted());
        reading.rejected()
                .forEach((reason, records) -> count(lane.signal(), Outcome.REJECTED.label(), reason.label(), records));
        if (!request.duplicate()) {
            reading.rejectedTraces()
                    .forEach(trace -> unstored.note(
                            lane,
                            trace.traceId(),
                            Outcome.REJECTED,
                            trace.reason().label(),
                            trace.records()));
            unstored.redacted(lane, RequestRedaction.counts(request.request()));
        }
        acknowledgement.record(request.ageNanos(), TimeUnit.NANOSECONDS);
        return request.duplicate() ? Future.succeededFuture() : convertersRejected(lane, request);
    }

    private Future<Void> convertersRejected(Lane.Name lane, HeldRequest request) {
        Map<String, Long> reasons = request.converted().map(Converted::rejected).orElse(Map.of());
        return reasons.isEmpty()
                ? Future.succeededFuture()
                : Future.all(reasons.entrySet().stream()
                                .map(entry -> rejected(lane, entry.getKey(), entry.getValue()))
                                .toList())
                        .mapEmpty();
    }

    /**
     * Records that were rejected for what they are.
     *
     * @return completes when the ledger knows of them, or storage is away
     */
    Future<Void> rejected(Lane.Name lane, String reason, long records) {
        count(lane.signal(), Outcome.REJECTED.label(), reason, records);
        return unstored.add(lane, Outcome.REJECTED, reason, records);
    }

    /**
     * A request that was refused after its records were counted. When its outcome is unknown, the ledger may know it as
     * stored.
     *
     * @return completes when the ledger knows of it, or need not, or storage is away
     */
    Future<Void> refused(Lane.Name lane, Refusal refusal, long records) {
        count(lane.signal(), Outcome.REFUSED.label(), refusal.label(), records);
        return refusal.isCertain()
                ? unstored.add(lane, Outcome.REFUSED, refusal.label(), records)
                : Future.succeededFuture();
    }

    /** Blocks until the ledger was told of everything, or the time is over. Not for event loops. */
    void flush(Duration limit) throws InterruptedException {
        unstored.flush(limit);
    }

    private void count(Signal signal, String outcome, String reason, long records) {
        if (records > 0) {
            Counter.builder("quipu.collector.records")
                    .description("Records that reached a door, by what became of them")
                    .tag("signal", signal.label())
                    .tag("outcome", outcome)
                    .tag("reason", reason)
                    .register(registry)
                    .increment((double) records);
        }
    }
}
