package dev.quipu.collector.spool;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.client.SegmentDelivery;
import dev.quipu.collector.client.StorageReachability;
import dev.quipu.collector.intake.IntakeThreads;
import dev.quipu.collector.intake.SegmentSink;
import dev.quipu.collector.intake.StorageSink;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.SegmentId;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where segments go: to storage alone, or to the spool as well when one is configured. */
@Singleton
public final class Spooling {

    private final Optional<Spool> spool;
    private final Optional<SpoolDrain> drain;
    private final SegmentSink sink;
    private final String collector;

    @Inject
    public Spooling(
            SpoolHome home,
            CollectorConfig.Storage storage,
            SegmentDelivery delivery,
            StorageReachability reachability,
            IntakeThreads threads,
            MeterRegistry registry) {
        spool = home.spool();
        collector = home.collector();
        drain = spool.map(opened -> new SpoolDrain(opened, delivery, threads, home.config(), storage));
        sink = spool.<SegmentSink>map(opened -> {
                    SpoolDrain begun = drain.orElseThrow();
                    measure(opened, begun, registry);
                    begun.wake();
                    return new SpoolingSink(delivery, reachability, opened, begun, threads, home.config());
                })
                .orElseGet(() -> new StorageSink(delivery, threads, storage));
    }

    /** Lets a sealed spool be brought to storage, now that it was asked which keys are destroyed. */
    void release() {
        drain.ifPresent(SpoolDrain::release);
    }

    /**
     * What a spool holds.
     *
     * @param bytes that its files take
     * @param maxBytes that they may take
     * @param hasRoom whether it would take more now
     * @param damaged places at which no record could be read, or not the one that was written
     */
    public record State(List<Holding> holdings, long bytes, long maxBytes, boolean hasRoom, long damaged) {}

    /** @param records of the trace in it */
    public record FoundSegment(SegmentId id, int records, long collectedAtUnixNano) {}

    /** The spooled segments that hold spans of a trace. Blocks on the disk. */
    public List<FoundSegment> find(String tenant, TraceId id) throws IOException {
        return spool.isPresent() ? new SpooledTraces(spool.get()).find(tenant, id) : List.of();
    }

    /** Empty when no spool is configured. */
    public Optional<State> state() {
        return spool.map(opened -> new State(
                opened.files().sums(),
                opened.files().bytes(),
                opened.maxBytes(),
                opened.hasRoom(),
                opened.files().damaged()));
    }

    /** The name under which storage knows what this collector holds; stays with the spool's directory. */
    public String collector() {
        return collector;
    }

    /** Whether it would make a segment durable now, without storage. */
    public boolean hasRoom() {
        return spool.filter(Spool::hasRoom).isPresent();
    }

    @Produces
    @Singleton
    public SegmentSink sink() {
        return sink;
    }

    private static void measure(Spool spool, SpoolDrain drain, MeterRegistry registry) {
        Gauge.builder("quipu.collector.spool.size", spool, opened ->
                        (double) opened.files().bytes())
                .description("Bytes of the spool's files")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("quipu.collector.spool.segments", spool, opened -> (double) opened.files().sums().stream()
                        .mapToLong(Holding::segments)
                        .sum())
                .description("Segments that are spooled and not known to be in storage")
                .register(registry);
        Gauge.builder("quipu.collector.spool.records", spool, opened -> (double) opened.files().sums().stream()
                        .mapToLong(Holding::records)
                        .sum())
                .description("Records that are spooled and not known to be in storage")
                .register(registry);
        FunctionCounter.builder("quipu.collector.spool.damaged", spool, opened ->
                        (double) opened.files().damaged())
                .description("Places in spool files at which no record could be read, or not the one that was written")
                .register(registry);
        FunctionCounter.builder("quipu.collector.spool.delivered", drain, SpoolDrain::deliveredSegments)
                .description("Spooled segments that storage took")
                .register(registry);
    }
}
