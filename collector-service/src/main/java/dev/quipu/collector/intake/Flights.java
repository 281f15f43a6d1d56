package dev.quipu.collector.intake;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.quota.Quotas;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.SegmentId;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Sends groups of requests on their way to being durable. Any thread. */
@Singleton
public final class Flights {

    private final CollectorConfig config;
    private final IntakeLimits limits;
    private final IntakeThreads threads;
    private final SegmentSink sink;
    private final RecordAccount account;
    private final Quotas quotas;
    private final long collector = new SecureRandom().nextLong();
    private final AtomicLong sequence = new AtomicLong();

    @Inject
    public Flights(
            CollectorConfig config, IntakeThreads threads, SegmentSink sink, RecordAccount account, Quotas quotas) {
        this.config = config;
        this.threads = threads;
        this.sink = sink;
        this.account = account;
        this.quotas = quotas;
        limits = new IntakeLimits(
                config.records().maxPerRequest(), config.records().maxValueDepth());
    }

    /** Completes when every request of the group is settled. Called on a worker: reads and encodes. */
    Future<Void> depart(Lane lane, List<HeldRequest> group) {
        return new Flight(this, lane, group).depart();
    }

    /** Ends the waiting for outcomes: requests that are not durable by now are refused. */
    void close() {
        sink.close();
    }

    /** How long the oldest of a group may wait for others. */
    Duration linger() {
        return sink.linger(config.segments().linger());
    }

    int buckets() {
        return config.segments().buckets();
    }

    IntakeLimits limits() {
        return limits;
    }

    IntakeThreads threads() {
        return threads;
    }

    SegmentSink sink() {
        return sink;
    }

    RecordAccount account() {
        return account;
    }

    Quotas quotas() {
        return quotas;
    }

    /** A name that no other segment has: this process's, random at its start, and a number. */
    SegmentId nextId() {
        return new SegmentId(collector, sequence.incrementAndGet());
    }
}
