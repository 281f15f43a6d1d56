package dev.quipu.collector.intake;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.Outcome;
import dev.quipu.model.segment.RequestReading;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
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
    }

    void sealed(int framedBytes) {
        segmentBytes.record(framedBytes);
    }

    /** Durable, or durable before; its segment tells the ledger, except of records that no segment could hold. */
    void acknowledged(Lane.Name lane, HeldRequest request) {
        RequestReading reading = request.reading();
        count(lane.signal(), request.duplicate() ? Outcome.DUPLICATE.label() : COLLECTED, "", reading.accepted());
        reading.rejected()
                .forEach((reason, records) -> count(lane.signal(), Outcome.REJECTED.label(), reason.label(), records));
        if (!request.duplicate()) {
            request.converted()
                    .ifPresent(converted ->
                            converted.rejected().forEach((reason, records) -> rejected(lane, reason, records)));
        }
        acknowledgement.record(request.ageNanos(), TimeUnit.NANOSECONDS);
    }

    /** A whole request that was rejected for what it is. */
    void rejected(Lane.Name lane, String reason, long records) {
        count(lane.signal(), Outcome.REJECTED.label(), reason, records);
        unstored.add(lane, Outcome.REJECTED, reason, records);
    }

    /** A request that was refused after it was read. When its outcome is unknown, the ledger may know it as stored. */
    void refused(Lane.Name lane, Refusal refusal, long records) {
        count(lane.signal(), Outcome.REFUSED.label(), refusal.label(), records);
        if (refusal == Refusal.UNACCEPTABLE) {
            unstored.add(lane, Outcome.REFUSED, refusal.label(), records);
        }
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
