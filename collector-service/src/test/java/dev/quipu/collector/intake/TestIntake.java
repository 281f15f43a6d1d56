package dev.quipu.collector.intake;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.client.SegmentDelivery;
import dev.quipu.collector.client.StorageClient;
import dev.quipu.collector.client.StorageReachability;
import dev.quipu.collector.spool.Spooling;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;

/** The intake over a storage client, put together by hand. */
public final class TestIntake implements AutoCloseable {

    public final StorageClient storage;
    public final Admission admission;
    public final IntakeThreads threads;
    public final Spooling spooling;
    public final Intake intake;

    public TestIntake(
            Vertx vertx, CollectorConfig config, CollectorConfig.Storage storageConfig, MeterRegistry metrics) {
        StorageReachability reachability = new StorageReachability(config, storageConfig);
        storage = new StorageClient(vertx, storageConfig, reachability);
        admission = new Admission(config);
        threads = new IntakeThreads(config);
        UnstoredRecords unstored = new UnstoredRecords(storage, threads);
        unstored.start(new StartupEvent());
        RecordAccount account = new RecordAccount(metrics, admission, unstored);
        spooling = new Spooling(config, storageConfig, new SegmentDelivery(storage), reachability, threads, metrics);
        intake = new Intake(config, threads, new Flights(config, threads, spooling.sink(), account));
    }

    public int heldRequests() {
        return intake.heldRequests();
    }

    @Override
    public void close() {
        threads.stop();
        spooling.close();
    }
}
