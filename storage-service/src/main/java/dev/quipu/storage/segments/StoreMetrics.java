package dev.quipu.storage.segments;

import dev.quipu.model.segment.Segment;
import dev.quipu.storage.load.Turnstile;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the store says of itself at {@code /q/metrics}. */
final class StoreMetrics {

    private final Map<StoreOutcome.Kind, Timer> durations = new EnumMap<>(StoreOutcome.Kind.class);
    private final DistributionSummary records;
    private final DistributionSummary bytes;

    StoreMetrics(MeterRegistry registry, Turnstile turnstile) {
        for (StoreOutcome.Kind kind : StoreOutcome.Kind.values()) {
            durations.put(
                    kind,
                    Timer.builder("quipu.storage.store.duration")
                            .description("From a segment's bytes to its commit")
                            .tag("outcome", kind.name().toLowerCase(Locale.ROOT))
                            .publishPercentileHistogram()
                            .register(registry));
        }
        records = DistributionSummary.builder("quipu.storage.segment.records")
                .description("Records in stored segments")
                .register(registry);
        bytes = DistributionSummary.builder("quipu.storage.segment.size")
                .description("Encoded size of stored segments")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("quipu.storage.store.waiting", turnstile, Turnstile::waiting)
                .description("Segments that wait to be stored")
                .register(registry);
    }

    void record(StoreOutcome outcome, Segment segment, long nanos) {
        Timer duration = durations.get(outcome.kind());
        if (duration != null) {
            duration.record(nanos, TimeUnit.NANOSECONDS);
        }
        if (outcome.kind() == StoreOutcome.Kind.STORED) {
            records.record(segment.head().recordCount());
            bytes.record(segment.headBytes().length + segment.filter().length + segment.body().length);
        }
    }
}
